// The sizes of every Collector of an environment, for a person: each number, and what decided it.
import { buildHeader } from '@plinth/artefact';
import type { EnvironmentRenderer } from './renderer.ts';

export const renderSizingReport: EnvironmentRenderer = ({ environment: { name, collectors }, platform, source }) => {
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
  return [
    {
      path: `${name}/${platform}-sizing.md`,
      formerPath: `${name}/SIZING.md`,
      content: `${[head, ...sections].join('\n\n')}\n`,
    },
  ];
};
