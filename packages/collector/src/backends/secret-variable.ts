// Secrets reach the process as variables of its environment, so that no config holds one.
import type { SecretReference } from '@plinth/manifest';
import { env, type EnvReference } from '../components/config-value.ts';
import type { Variable } from '../components/needs.ts';

export interface SecretVariable {
  /** The place in the config where the secret stands. */
  readonly reference: EnvReference;
  readonly variable: Variable;
}

/** @param use What the secret is for. It is part of the name of the variable: `PLINTH_LOKI_TOKEN`. */
export function buildSecretVariable(owner: string, use: string, { secret, key }: SecretReference): SecretVariable {
  const name = `PLINTH_${owner}_${use}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return { reference: env(name), variable: { name, secret, key } };
}
