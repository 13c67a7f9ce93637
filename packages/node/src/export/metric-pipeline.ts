// OTLP metrics, where a service wants them: the store is pushed at an interval. Values are cumulative: no count is lost when a push fails.
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import type { PendingRequest } from './transport/transport.ts';
import type { Delivery, DeliveryClock } from './transport/delivery.ts';
import type { EncodedRecord } from './encoding/encoding.ts';

/** `refused` and `rejected` as for other signals. `not_delivered`: the Collector was away when a flush had to end. */
export type PushDropReason = 'refused' | 'rejected' | 'not_delivered';

export interface MetricPipelineOptions {
  /** Asks sources that cannot be read at once. It takes a bounded time. */
  readonly refresh: () => Promise<void>;
  readonly read: () => readonly MetricSnapshot[];
  readonly encode: (metric: MetricSnapshot) => EncodedRecord;
  readonly buildRequest: (records: readonly EncodedRecord[]) => Uint8Array;
  readonly delivery: Delivery;
  readonly clock: DeliveryClock;
  /** Milliseconds between two pushes. */
  readonly intervalMs: number;
  readonly onRejected: (count: number, message: string | undefined) => void;
}

export interface MetricPipelineCounts {
  /** Data points that were built for a push. */
  readonly created: number;
  readonly exported: number;
  readonly dropped: Readonly<Record<PushDropReason, number>>;
  readonly exporting: number;
}

export interface MetricPipeline {
  /** Pushes now. Resolves to whether the Collector took the metrics. */
  flush(timeoutMs: number): Promise<boolean>;
  counts(): MetricPipelineCounts;
  /** A request with the values as they are now. The process exits and can no longer wait. */
  takePending(): readonly PendingRequest[];
}

export function startMetricPipeline(options: MetricPipelineOptions): MetricPipeline {
  const { refresh, read, encode, buildRequest, delivery, clock, intervalMs } = options;
  const dropped: Record<PushDropReason, number> = { refused: 0, rejected: 0, not_delivered: 0 };
  let created = 0;
  let exported = 0;
  let exporting = 0;
  let running: Promise<boolean> | undefined;

  const build = (): PendingRequest | undefined => {
    const metrics = read().filter(({ definition, series }) => series.length > 0 && definition.prometheusName !== 'target_info');
    const records = metrics.reduce((sum, { series }) => sum + series.length, 0);
    return records === 0 ? undefined : { body: buildRequest(metrics.map(encode)), records };
  };

  async function run(): Promise<boolean> {
    await refresh();
    const request = build();
    if (request === undefined) return true;
    exporting = request.records;
    created += request.records;
    const result = await delivery.send(request.body);
    exporting = 0;
    if (result === undefined) dropped.not_delivered += request.records;
    else if (result.outcome === 'refused') dropped.refused += request.records;
    else {
      const rejected = Math.min(result.rejected, request.records);
      exported += request.records - rejected;
      dropped.rejected += rejected;
      if (rejected > 0) options.onRejected(rejected, result.message);
    }
    return result !== undefined;
  }

  const push = (): Promise<boolean> => {
    running ??= run().finally(() => (running = undefined));
    return running;
  };
  const tick = (): void => {
    void push();
    clock.schedule(tick, intervalMs);
  };
  clock.schedule(tick, intervalMs);

  return {
    async flush(timeoutMs) {
      delivery.startFlush(timeoutMs);
      // The push in flight has older values.
      await running;
      const isSent = await push();
      delivery.endFlush();
      return isSent;
    },
    counts: () => ({ created, exported, dropped: { ...dropped }, exporting }),
    takePending() {
      const request = build();
      return request === undefined ? [] : [request];
    },
  };
}
