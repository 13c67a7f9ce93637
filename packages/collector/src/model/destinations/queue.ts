// The queue of an exporter, as large as what comes in during an outage.
import type { Signal } from '../../catalogue/component-kind.ts';
import type { DeliverySettings } from '../../components/delivery.ts';
import { queueStorageId } from '../process-place.ts';
import { countQueueItems, type Sizes } from '../sizing.ts';

const inputs: Readonly<Record<Signal, string>> = {
  traces: 'load.spansPerSecond',
  metrics: 'load.series',
  logs: 'load.logLinesPerSecond',
};

/** @param signals The signals that the exporter carries. The busiest of them decides. */
export function buildQueue(signals: readonly Signal[], { rates, outageSeconds }: Sizes): DeliverySettings {
  const busiest = signals.toSorted((left, right) => rates[right] - rates[left])[0] ?? 'traces';
  return {
    queueItems: countQueueItems(rates, signals, outageSeconds),
    outageSeconds,
    storage: queueStorageId,
    sizedBy: `${Math.ceil(rates[busiest])} a second in this process (${inputs[busiest]}) for ${outageSeconds} s (load.outage).`,
  };
}
