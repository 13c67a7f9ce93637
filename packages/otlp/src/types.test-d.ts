// Checked by tsc alone.
import { decodeExportRequest, startReceiver } from './index.ts';
import type { LogRecord, MetricRecord, RecordOf, SpanRecord } from './index.ts';

const bytes = new Uint8Array();

export const spans: readonly SpanRecord[] = decodeExportRequest('traces', 'json', bytes);
export const records: readonly LogRecord[] = decodeExportRequest('logs', 'protobuf', bytes);
export const metrics: readonly MetricRecord[] = decodeExportRequest('metrics', 'json', bytes);
export const same: SpanRecord = {} as RecordOf['traces'];

// @ts-expect-error -- traces are not log records
export const wrong: readonly LogRecord[] = decodeExportRequest('traces', 'json', bytes);
// @ts-expect-error -- no such signal
decodeExportRequest('profiles', 'json', bytes);
// @ts-expect-error -- no such encoding
decodeExportRequest('traces', 'text', bytes);

export function boundsOf(metric: MetricRecord): readonly number[] {
  // @ts-expect-error -- only histograms have bounds
  void metric.points[0]?.explicitBounds;
  return metric.type === 'histogram' ? (metric.points[0]?.explicitBounds ?? []) : [];
}

export function changed(span: SpanRecord): void {
  // @ts-expect-error -- records are readonly
  span.name = 'other';
  // @ts-expect-error -- so are attributes
  span.attributes['a'] = 1;
}

export const started = startReceiver({
  onTraces: (batch, { encoding }) => void [batch[0]?.traceId, encoding],
  onMetrics: async (batch) => void batch[0]?.type,
  // @ts-expect-error -- a status is wanted
  respond: () => ({ delayMs: 5 }),
});
// @ts-expect-error -- onSpans is not an option
export const misnamed = startReceiver({ onSpans: () => undefined });
