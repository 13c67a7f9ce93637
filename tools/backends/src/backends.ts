// Which real backends the machine has, and how to get one that is missing.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Programs and a folder, each with the name that `install.sh` builds it under. */
const recipes = {
  otelcol: 'otelcol',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  alertmanager: 'alertmanager',
  amtool: 'alertmanager',
  loki: 'loki',
  logcli: 'loki',
  jaeger: 'jaeger',
  kubeconform: 'kubeconform',
  helm: 'helm',
  telemetrygen: 'telemetrygen',
  'kubernetes-schemas': 'kubernetes-schemas',
} as const;

export type Backend = keyof typeof recipes;

/** Its path; undefined where it is not installed. `PLINTH_BACKENDS` is the folder above `bin`. */
export function findBackend(name: Backend, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = environment['PLINTH_BACKENDS'] || join(homedir(), '.cache/plinth/backends');
  const path = join(folder, 'bin', name);
  return existsSync(path) ? path : undefined;
}

/** Why a test with `name` is skipped; undefined where the program is there. */
export function explainMissingBackend(name: Backend, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (findBackend(name, environment) !== undefined) return undefined;
  return `skipped: ${name} is not installed (bash tools/backends/install.sh ${recipes[name]})`;
}
