// OTLP metrics, opt-in: the one store pushed at an interval. Values are cumulative: a push that fails costs resolution, no counts.
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import type { PendingRequest } from './transport/transport.ts';
import type { Delivery, DeliveryClock } from './transport/delivery.ts';
import type { EncodedRecord } from './encoding/encoding.ts';

/** `refused`, `rejected`: as for other signals. `not_delivered`: the Collector was away when somebody could wait no longer. */
export type PushDropReason = 'refused' | 'rejected' | 'not_delivered';

export interface MetricPipelineOptions {
  /** Asks what cannot be read at once; bounded in time. */
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
  /** Pushes now; resolves to whether the Collector took it. */
  flush(timeoutMs: number): Promise<boolean>;
  counts(): MetricPipelineCounts;
  /** The values as they are now, for who can no longer wait. */
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
      // A push in flight has older values.
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
