// Who may notice that a config is broken.
import { lint, validateWithOtelcol, buildOfflineConfig, runPipelineTests, type LintOptions } from '@plinth/collector';
import type { SourceFile } from '@plinth/findings';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMap, parseAllDocuments, parseDocument, stringify } from 'yaml';

export const judgeNames = ['linter', 'schema', 'otelcol validate', 'pipeline tests'] as const;
export type JudgeName = (typeof judgeNames)[number];

export interface Subject {
  readonly name: string;
  /** The raw config. */
  readonly config: string;
  /** The same in its Kubernetes objects, where it has them. */
  readonly objects?: string;
  /** Files of the other tiers. */
  readonly others: readonly SourceFile[];
  readonly options: LintOptions;
  readonly pipelineTests: string;
  readonly binary: string;
}

/** What the linter says of the config as it is rendered: gateways take what agents have masked, and it cannot know that. */
export function findKnown(subject: Subject): ReadonlySet<string> {
  return new Set(
    lint([buildFile(subject, subject.config), ...subject.others], subject.options).map(({ id, file, path }) => `${id} ${file} ${path}`),
  );
}

/** Pipeline tests replace these by receivers and sinks of their own: what a setting in them is, they cannot see. */
const replaced = /^(exporters\.[^.]+\.|receivers\.(?!file_log\.)[^.]+\.|service\.telemetry|extensions\.health_check\.)/;

/**
 * The first that notices; undefined where nobody does. Cheap ones first.
 * @param path What was changed: where pipeline tests cannot see it, they are not run.
 */
export async function judge(subject: Subject, text: string, known: ReadonlySet<string>, path: string): Promise<JudgeName | undefined> {
  const findings = lint([buildFile(subject, text), ...subject.others], subject.options).filter(
    ({ id, file, path }) => !known.has(`${id} ${file} ${path}`),
  );
  if (findings.some(({ id }) => id !== 'C069')) return 'linter';
  if (findings.length > 0) return 'schema';
  const { config, env } = buildOfflineConfig(text, { PLINTH_STORAGE: tmpdir() });
  if (!(await validateWithOtelcol({ binary: subject.binary, config, env })).accepted) return 'otelcol validate';
  if (replaced.test(path)) return undefined;
  return (await failsPipelineTests(subject, text)) ? 'pipeline tests' : undefined;
}

function buildFile({ name, objects }: Subject, text: string): SourceFile {
  if (objects === undefined) return { path: `${name}.yaml`, text };
  const documents = [...parseAllDocuments(objects)].map((document) => {
    if (
      isMap(document.contents) &&
      String(document.get('kind')) === 'ConfigMap' &&
      !String(document.getIn(['metadata', 'name'])).endsWith('-patch')
    )
      document.setIn(['data', 'collector.yaml'], text);
    return document.toString({ lineWidth: 0 });
  });
  return { path: `${name}.yaml`, text: documents.map((document) => document.replace(/^---\n/, '')).join('---\n') };
}

async function failsPipelineTests({ pipelineTests, binary }: Subject, text: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-mutant-'));
  try {
    const suite = parseDocument(await readFile(pipelineTests, 'utf8'));
    suite.set('config', 'collector.yaml');
    await writeFile(join(folder, 'collector.yaml'), text);
    await writeFile(join(folder, 'suite.yaml'), stringify(suite.toJS()));
    const report = await runPipelineTests(join(folder, 'suite.yaml'), { binary, parallel: 2 });
    return report.results.some(({ passed }) => !passed);
  } catch {
    // It did not even start.
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
