// The load and the outage become numbers: replicas, queues, memory and disk, each with the input that decided it.
import type { Duration, Load, TierSize } from '@plinth/manifest';
import type { Signal } from '../catalogue/component-kind.ts';
import { defaultBatchItems } from '../components/delivery.ts';
import type { SizingLine } from './collector-model.ts';

/** Items a second, by signal. */
export type Rates = Readonly<Record<Signal, number>>;

export interface TierLoad {
  /** What all processes of the tier carry together. */
  readonly total: Rates;
  /** How many processes there are, where nodes or pods decide it. undefined: the load decides. */
  readonly processes?: number;
  /** One process may have more than its share. */
  readonly sharedUnevenly: boolean;
}

export interface Sizes {
  readonly replicas: number;
  readonly maxReplicas: number;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly storageBytes: number;
  /** What one process carries. */
  readonly rates: Rates;
  readonly outageSeconds: number;
  readonly lines: readonly SizingLine[];
}

export interface SizingInput {
  readonly load: Load;
  readonly tier: TierLoad;
  readonly asked: TierSize;
  readonly production: boolean;
  /** The signals of each exporter, which has a queue of its own. */
  readonly queues: readonly (readonly Signal[])[];
  /** For how long a trace waits in memory until it is decided. Default: 0, because the tier does not decide. */
  readonly undecidedSeconds?: number;
}

/** The share of a core that is planned for. The rest is for peaks within a second and for a replica that is gone. */
const utilisation = 0.65;
/** One node may have this many times its share. */
const unevenness = 2;
/** A queue's file is larger than what is in it. */
const diskOverhead = 1.3;
/** Batches that an exporter sends at once: `num_consumers` of the Collector. */
const consumers = 10;

export function buildSizes({ load, tier, asked, production, queues, undecidedSeconds = 0 }: SizingInput): Sizes {
  const lines: SizingLine[] = [];
  const say = (what: string, value: string, reason: string): void => void lines.push({ what, value, because: reason });
  const total = sum(tier.total);
  const defaultCores = tier.processes === undefined ? 2 : 0.5;
  const cores = asked.cores ?? defaultCores;
  say('CPU request', `${cores} cores`, asked.cores === undefined ? 'default of the tier' : 'set in the manifest');

  const fewest = production ? 3 : 2;
  const needed = Math.ceil(total / (load.itemsPerSecondPerCore * cores * utilisation));
  const replicas = tier.processes ?? asked.replicas ?? Math.max(fewest, needed);
  if (tier.processes === undefined) {
    const computed = `${round(total)} items/s ÷ (${load.itemsPerSecondPerCore} per core × ${cores} cores × ${utilisation}) = ${needed}, at least ${fewest}${production ? ' in production' : ''}`;
    say('replicas', String(replicas), asked.replicas === undefined ? computed : 'set in the manifest');
  } else say('processes', String(replicas), 'load.nodes');

  const share = tier.sharedUnevenly ? unevenness : 1;
  const rates = mapRates((signal) => (tier.total[signal] / replicas) * share);
  const outageSeconds = load.outage.seconds;
  const bytes: Rates = { traces: load.bytesPerSpan, metrics: load.bytesPerPoint, logs: load.bytesPerLogLine };

  const queued = queues.map(
    (signals) => countQueueItems(rates, signals, outageSeconds) * signals.length * Math.max(0, ...signals.map((signal) => bytes[signal])),
  );
  const storageBytes =
    asked.storage === undefined ? atLeastOneGibibyte(queued.reduce((all, each) => all + each, 0) * diskOverhead) : asked.storage.bytes;
  const diskReason = `${queues.length} queues × items/s × ${load.outage.text} × bytes × ${diskOverhead}`;
  say('disk', renderBytes(storageBytes), asked.storage === undefined ? diskReason : 'set in the manifest');

  const sending = queues.reduce(
    (all, signals) => all + consumers * defaultBatchItems * Math.max(0, ...signals.map((signal) => bytes[signal])),
    0,
  );
  const undecided = rates.traces * undecidedSeconds * load.bytesPerSpan * 2;
  const base = 200 * 2 ** 20;
  const memoryBytes =
    asked.memory === undefined ? Math.ceil((base + sending + undecided) / 0.6 / (128 * 2 ** 20)) * 128 * 2 ** 20 : asked.memory.bytes;
  const memoryReason = `(200 MiB + ${renderBytes(sending)} in batches${undecided > 0 ? ` + ${renderBytes(undecided)} of undecided traces` : ''}) ÷ 0.6, where the memory limiter starts to refuse`;
  say('memory limit', renderBytes(memoryBytes), asked.memory === undefined ? memoryReason : 'set in the manifest');
  return {
    replicas,
    maxReplicas: tier.processes === undefined ? replicas * 2 : replicas,
    cores,
    memoryBytes,
    storageBytes,
    rates,
    outageSeconds,
    lines,
  };
}

/** Items that the queue of one exporter must hold. All signals of an exporter have queues of the same size. */
export function countQueueItems(rates: Rates, signals: readonly Signal[], outageSeconds: number): number {
  return Math.ceil(Math.max(0, ...signals.map((signal) => rates[signal])) * outageSeconds);
}

export function buildTotalRates(load: Load, scrapeInterval: Duration, collected: readonly Signal[]): Rates {
  const all: Rates = {
    traces: load.spansPerSecond,
    metrics: load.series / scrapeInterval.seconds,
    logs: load.logLinesPerSecond,
  };
  return mapRates((signal) => (collected.includes(signal) ? all[signal] : 0));
}

export function mapRates(build: (signal: Signal) => number): Rates {
  return { traces: build('traces'), metrics: build('metrics'), logs: build('logs') };
}

export function renderBytes(bytes: number): string {
  const gibibytes = bytes / 2 ** 30;
  return gibibytes >= 1 && Number.isInteger(gibibytes) ? `${gibibytes}Gi` : `${Math.ceil(bytes / 2 ** 20)}Mi`;
}

function atLeastOneGibibyte(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 2 ** 30)) * 2 ** 30;
}

function sum({ traces, metrics, logs }: Rates): number {
  return traces + metrics + logs;
}

function round(value: number): string {
  return String(Math.round(value));
}
