// The backends of a tier as destinations, each with a queue that lasts for the outage.
import type { Signal } from '../catalogue/component-kind.ts';
import { buildDestination } from './backends.ts';
import type { NamedBackend } from './environment-input.ts';
import type { Destination } from './parts.ts';
import { queueStorageId, type ProcessPlace } from './process.ts';
import { countQueueItems, type Sizes } from './sizing.ts';
import type { DeliverySettings } from '../components/delivery.ts';

export function buildDestinations(backends: readonly NamedBackend[], sizes: Sizes, { host }: ProcessPlace): readonly Destination[] {
  return backends.map(({ name, backend, signals }) =>
    buildDestination({ name, backend, signals, delivery: buildQueue(signals, sizes), host }),
  );
}

/** Signals of each queue: what is scraped has none. */
export function findQueues(backends: readonly NamedBackend[]): readonly (readonly Signal[])[] {
  return backends.filter(({ backend }) => backend.type !== 'prometheus_scrape').map(({ signals }) => signals);
}

export function buildQueue(signals: readonly Signal[], sizes: Sizes): DeliverySettings {
  const busiest = signals.toSorted((left, right) => sizes.rates[right] - sizes.rates[left])[0] ?? 'traces';
  const inputs = { traces: 'load.spansPerSecond', metrics: 'load.series', logs: 'load.logLinesPerSecond' };
  return {
    queueItems: countQueueItems(sizes.rates, signals, sizes.outageSeconds),
    outageSeconds: sizes.outageSeconds,
    storage: queueStorageId,
    sizedBy: `${Math.ceil(sizes.rates[busiest])} a second in this process (${inputs[busiest]}) for ${sizes.outageSeconds} s (load.outage).`,
  };
}

export function destinationsFor(
  destinations: readonly Destination[],
  signal: Signal,
  temporality?: 'cumulative' | 'delta',
): readonly Destination[] {
  return destinations.filter(
    (destination) => destination.signals.includes(signal) && (temporality === undefined || destination.temporality === temporality),
  );
}
