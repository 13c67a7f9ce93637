// How long an exporter tries again to send what its backend does not take.
import type { Path } from '@plinth/findings';
import { findExporterTraits } from '../../backends/backends.ts';
import { compareVersions } from '../../catalogue/version.ts';
import { asNumber, getAt } from '../source/value-path.ts';
import { parseGoDuration } from './go-duration.ts';
import type { ConfiguredComponent } from './pipeline-graph.ts';

export interface Retry {
  readonly seconds: number;
  /** The key that ends the retry, below the component. Empty: a default ends it. */
  readonly path: Path;
}

/** When an exporter gives up at the latest. undefined: it never gives up, it does not try again at all, or a variable decides. */
export function readRetry(component: ConfiguredComponent, version: string): Retry | undefined {
  return findExporterTraits(component.type).retryKey === 'retry' ? readCounted(component, version) : readElapsed(component);
}

function readElapsed({ config }: ConfiguredComponent): Retry | undefined {
  if (getAt(config, 'retry_on_failure', 'enabled') === false) return undefined;
  const given = getAt(config, 'retry_on_failure', 'max_elapsed_time');
  const seconds = given === undefined ? 300 : parseGoDuration(given);
  if (seconds === undefined || seconds === 0) return undefined;
  return { seconds, path: given === undefined ? [] : ['retry_on_failure', 'max_elapsed_time'] };
}

/** The Elasticsearch exporter has a retry of its own, which counts requests. Before 0.158 its timeout is one for all requests of a batch. */
function readCounted({ config }: ConfiguredComponent, version: string): Retry | undefined {
  const retry = getAt(config, 'retry');
  if (getAt(retry, 'enabled') === false) return undefined;
  const first = parseGoDuration(getAt(retry, 'initial_interval') ?? '100ms');
  const longest = parseGoDuration(getAt(retry, 'max_interval') ?? '1m');
  // The older key, max_requests, counts the first request as well. Where both are set, it wins.
  const [key, counted] = asNumber(getAt(retry, 'max_requests')) ? (['max_requests', 1] as const) : (['max_retries', 0] as const);
  const given = getAt(retry, key);
  const asked = given === undefined ? 0 : asNumber(given);
  if (first === undefined || longest === undefined || asked === undefined) return undefined;
  const waits = sumWaits(first, longest, Math.max(0, asked - counted) || 2);
  const ends: Retry = { seconds: waits, path: given === undefined ? [] : ['retry', key] };
  const timeout = parseGoDuration(getAt(config, 'timeout') ?? '90s');
  if (compareVersions(version, '0.158.0') >= 0 || timeout === undefined || timeout === 0 || timeout >= waits) return ends;
  return { seconds: timeout, path: config['timeout'] === undefined ? [] : ['timeout'] };
}

/** The sum of the waits in seconds. Each wait is twice the one before it, up to the longest. */
function sumWaits(first: number, longest: number, retries: number): number {
  const growing = first > 0 ? Math.min(retries, Math.max(0, Math.ceil(Math.log2(longest / first)))) : 0;
  return Math.round((first * (2 ** growing - 1) + (retries - growing) * longest) * 1000) / 1000;
}
