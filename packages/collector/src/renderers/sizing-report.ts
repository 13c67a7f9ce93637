// What decided each number, for a person.
import { buildHeader, type Artefact } from '@plinth/artefact';
import type { EnvironmentModel } from '../model/platform-model.ts';

export function renderSizingReport({ name, collectors }: EnvironmentModel, platform: string, source: string): Artefact {
  const sections = collectors.map((model) =>
    [
      `## ${model.name}`,
      '',
      '| what | value | because |',
      '| --- | --- | --- |',
      ...model.sizing.map(({ what, value, because }) => `| ${what} | ${value} | ${because} |`),
    ].join('\n'),
  );
  const head = `<!-- ${buildHeader(source)} -->\n\n# Sizes of ${name}`;
  return {
    path: `${name}/${platform}-sizing.md`,
    formerPath: `${name}/SIZING.md`,
    content: `${[head, ...sections].join('\n\n')}\n`,
  };
}
