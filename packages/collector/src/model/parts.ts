// What a component brings with it beside itself: extensions, variables, files.
import type { SecretReference } from '@plinth/manifest';
import type { Signal } from '../catalogue/component-kind.ts';
import type { Component } from '../components/component.ts';
import { env, type EnvReference } from '../components/config-value.ts';
import type { Port, Variable } from './collector-model.ts';

export interface Destination {
  readonly exporter: Component;
  readonly signals: readonly Signal[];
  /** Of the metrics that it takes. */
  readonly temporality: 'cumulative' | 'delta';
  readonly extensions: readonly Component[];
  readonly variables: readonly Variable[];
  readonly secretFiles: readonly string[];
  /** On which it is scraped. */
  readonly ports: readonly Port[];
}

export interface SecretVariable {
  readonly reference: EnvReference;
  readonly variable: Variable;
}

/** The variable that carries a secret into the process. */
export function buildSecretVariable(owner: string, use: string, { secret, key }: SecretReference): SecretVariable {
  const name = `PLINTH_${owner}_${use}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return { reference: env(name), variable: { name, secret, key } };
}
