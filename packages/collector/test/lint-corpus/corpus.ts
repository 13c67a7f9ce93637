// The wrong configs of testdata/corpus, and what the linter and a real Collector say to each.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { lint } from '../../src/lint/lint.ts';
import { buildInputs } from '../../src/lint/facts/build-inputs.ts';
import { readSources } from '../../src/lint/source/read-sources.ts';
import type { LintOptions } from '../../src/lint/facts/lint-input.ts';
import { parseOptions } from '../rule-case.ts';

const folder = new URL('../../testdata/corpus/', import.meta.url);

export interface WrongConfig {
  readonly name: string;
  readonly text: string;
  /** The rule that must find something. */
  readonly expected: string;
  readonly options: LintOptions;
  readonly from: string;
}

export function readCorpus(): readonly WrongConfig[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const head = (key: string): string => new RegExp(`^# ${key}: (.*)$`, 'm').exec(text)?.[1] ?? '';
      return { name, text, expected: head('expect'), options: parseOptions(head('options')), from: head('from') };
    });
}

export function isFound({ name, text, expected, options }: WrongConfig): boolean {
  return lint([{ path: name, text }], options).some(({ id }) => id === expected);
}

/** `absent`: the binary was built without a component of the config, so it cannot be asked. */
export type Verdict = 'refused' | 'accepted' | 'absent';

/** What `otelcol validate` says to the config alone, as it would be mounted. */
export function validate(binary: string, config: WrongConfig): Verdict {
  const directory = mkdtempSync(join(tmpdir(), 'plinth-corpus-'));
  try {
    const path = join(directory, 'config.yaml');
    writeFileSync(path, readConfig(config, directory));
    execFileSync(binary, ['validate', `--config=${path}`], {
      stdio: 'pipe',
      env: { MY_POD_IP: '127.0.0.1', POD_IP: '127.0.0.1', K8S_NODE_NAME: 'node' },
      timeout: 20_000,
    });
    return 'accepted';
  } catch (error) {
    const output = String((error as { stderr?: unknown }).stderr);
    return config.expected !== 'C003' && config.expected !== 'C004' && /unknown type: /.test(output) ? 'absent' : 'refused';
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function readConfig({ name, text, options }: WrongConfig, directory: string): string {
  const [input] = buildInputs(readSources([{ path: name, text }]).sources, options);
  // Where a file_storage keeps its data must exist on the machine that validates.
  return (input === undefined ? text : stringify(input.value)).replaceAll('/var/lib/otelcol', directory);
}
