// The store of all metrics, and what fills it without the service's help.
import { isMainThread } from 'node:worker_threads';
import type { OperationObserver } from '../measure/operations.ts';
import type { QueueObserver } from '../measure/queue-state.ts';
import { messageOf, type Notify } from '../notices.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { MetricSnapshot } from './metric-snapshot.ts';
import { createMetricStore, type MetricStore, type MetricStoreOptions } from './metric-store.ts';
import { createOperationMetrics, readActiveExemplar } from './operation-metrics.ts';
import { startProcessMetrics } from './process-metrics.ts';
import { createQueueObserver } from './queue-metrics.ts';
import { countOverflow, createSelfMetrics, type SelfMetrics } from './self-metrics.ts';

export interface MetricsParts {
  readonly redaction: Redaction;
  readonly resource: Readonly<Record<string, string | number>>;
  readonly notify: Notify;
  readonly onRecord: MetricStoreOptions['onRecord'];
}

export interface StartedMetrics {
  readonly store: MetricStore;
  readonly operations: OperationObserver;
  readonly queues: QueueObserver;
  readonly self: SelfMetrics;
  /** All metrics as they are now; queues whose last answer is old are asked first. */
  readonly read: () => Promise<MetricSnapshot[]>;
}

export function startMetrics({ redaction, resource, notify, onRecord }: MetricsParts): StartedMetrics {
  const store = createMetricStore({
    redaction,
    readExemplar: readActiveExemplar,
    onOverflow: countOverflow,
    onInvalid: (metric, problem) => notify('node.metric_value_invalid', { path: metric, message: problem }),
    onRecord,
  });
  const self = createSelfMetrics(store);
  const operations = createOperationMetrics(store);
  const queues = createQueueObserver(store, (queue, error) => notify('node.queue_unreadable', { path: queue, message: messageOf(error) }));
  startProcessMetrics(store, resource, isMainThread);
  const read = async (): Promise<MetricSnapshot[]> => {
    await queues.refresh();
    return store.read();
  };
  return { store, operations, queues, self, read };
}
