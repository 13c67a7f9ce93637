// Queue, batches and retry of an exporter: what decides whether anything is lost while a backend is away.
import { because, type Reason } from './component.ts';
import type { ConfigMap } from './config-value.ts';

export interface DeliverySettings {
  /** Most items that wait: spans, data points or log records. */
  readonly queueItems: number;
  /** Seconds that a backend may be away. */
  readonly outageSeconds: number;
  /** Id of the storage extension; undefined keeps the queue in memory. */
  readonly storage?: string | undefined;
  /** Which input decided the size of the queue. */
  readonly sizedBy: string;
  /** Fewest items of a batch that does not wait; at most twice as many are sent at once. Default 8192. */
  readonly batchItems?: number;
}

export const defaultBatchItems = 8192;

/** Seconds between two attempts, at most. */
export const longestWait = 30;

/** Seconds that a batch is tried for: longer than the outage, and no Collector takes less than one wait. */
export function countRetrySeconds(outageSeconds: number): number {
  return Math.max(longestWait, Math.ceil(outageSeconds * 1.2));
}

/** What `retry_on_failure` is for an outage. */
export function buildRetry(outageSeconds: number): ConfigMap {
  return { initial_interval: '1s', max_interval: `${longestWait}s`, max_elapsed_time: `${countRetrySeconds(outageSeconds)}s` };
}

/** Keys of an exporter's config, with the reasons of each. */
export function buildDelivery({ queueItems, outageSeconds, storage, sizedBy, batchItems = defaultBatchItems }: DeliverySettings): {
  config: ConfigMap;
  reasons: readonly Reason[];
} {
  const size = Math.max(queueItems, 2 * batchItems);
  return {
    config: {
      sending_queue: {
        sizer: 'items',
        queue_size: size,
        storage,
        batch: { min_size: batchItems, max_size: 2 * batchItems, flush_timeout: '200ms' },
      },
      retry_on_failure: buildRetry(outageSeconds),
    },
    reasons: [
      because('sending_queue.queue_size', `Items, not requests. ${sizedBy}`),
      ...(storage === undefined
        ? []
        : [because('sending_queue.storage', 'On disk: what waits survives a crash, a restart and an update.')]),
      because(
        'sending_queue.batch',
        'Batches are made behind the queue, where they are on disk and their errors reach the retry; the batch processor does neither.',
      ),
      because(
        'retry_on_failure.max_elapsed_time',
        'Longer than the outage: after the default of 5 minutes a batch would be dropped while the queue still has room.',
      ),
    ],
  };
}
