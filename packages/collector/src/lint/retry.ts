// How long an exporter tries again what its backend does not take.
import { compareVersions } from '../catalogue/version.ts';
import type { Component } from './pipeline-graph.ts';
import { parseDuration } from './quantity.ts';
import { asNumber, getAt, type Path } from './value-path.ts';

export interface Retry {
  readonly seconds: number;
  /** The key that ends it, below the component; empty where it is a default. */
  readonly path: Path;
}

/** When it gives up at the latest; undefined where it never does, does not try again at all, or a variable decides. */
export function readRetry(component: Component, version: string): Retry | undefined {
  return component.type === 'elasticsearch' ? readElasticsearch(component, version) : readElapsed(component);
}

function readElapsed({ config }: Component): Retry | undefined {
  if (getAt(config, 'retry_on_failure', 'enabled') === false) return undefined;
  const given = getAt(config, 'retry_on_failure', 'max_elapsed_time');
  const seconds = given === undefined ? 300 : parseDuration(given);
  if (seconds === undefined || seconds === 0) return undefined;
  return { seconds, path: given === undefined ? [] : ['retry_on_failure', 'max_elapsed_time'] };
}

/** It has a retry of its own, which counts, and before 0.158 its timeout is one for all requests of a batch. */
function readElasticsearch({ config }: Component, version: string): Retry | undefined {
  const retry = getAt(config, 'retry');
  if (getAt(retry, 'enabled') === false) return undefined;
  const first = parseDuration(getAt(retry, 'initial_interval') ?? '100ms');
  const longest = parseDuration(getAt(retry, 'max_interval') ?? '1m');
  const given = getAt(retry, 'max_retries');
  const retries = given === undefined || given === 0 ? 2 : asNumber(given);
  if (first === undefined || longest === undefined || retries === undefined) return undefined;
  let milliseconds = 0;
  for (let index = 0; index < retries; index++) milliseconds += Math.round(Math.min(first * 2 ** index, longest) * 1000);
  const waits = milliseconds / 1000;
  const ends: Retry = { seconds: waits, path: given === undefined ? [] : ['retry', 'max_retries'] };
  const timeout = parseDuration(getAt(config, 'timeout') ?? '90s');
  if (compareVersions(version, '0.158.0') >= 0 || timeout === undefined || timeout === 0 || timeout >= waits) return ends;
  return { seconds: timeout, path: config['timeout'] === undefined ? [] : ['timeout'] };
}
