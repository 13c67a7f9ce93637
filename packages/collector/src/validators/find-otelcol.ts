// Where a Collector binary is looked for.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { CollectorError } from '../errors.ts';

export interface FindOtelcolOptions {
  /** A path given by the caller: nothing else is looked at then. */
  readonly binary?: string | undefined;
  /** Default `process.env`. Read: PLINTH_OTELCOL, PLINTH_BACKENDS, HOME, PATH. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The names that the released archives have inside. */
const names = ['otelcol', 'otelcol-contrib', 'otelcol-k8s'];

/**
 * The Collector binary to run: `binary`, else PLINTH_OTELCOL, else what Plinth built (PLINTH_BACKENDS, `~/.cache/plinth/backends`),
 * else the PATH. Undefined where there is none; a path that was named and does not exist is not replaced by another.
 */
export function findOtelcol({ binary, env = process.env }: FindOtelcolOptions = {}): string | undefined {
  const named = binary ?? (env['PLINTH_OTELCOL'] || undefined);
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const backends = env['PLINTH_BACKENDS'] || join(env['HOME'] ?? homedir(), '.cache/plinth/backends');
  const folders = [join(backends, 'bin'), ...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** Like {@link findOtelcol}. @throws CollectorError `collector.otelcol_missing`, which says how to get one. */
export function requireOtelcol(options: FindOtelcolOptions = {}): string {
  const found = findOtelcol(options);
  if (found !== undefined) return found;
  const named = options.binary ?? (options.env ?? process.env)['PLINTH_OTELCOL'];
  throw new CollectorError('collector.otelcol_missing', named ? [`${named} does not exist`] : []);
}
