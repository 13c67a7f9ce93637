// The telemetry of one test, in memory.
import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import type { Capture, CapturedMetric } from './capture.ts';
import type { EndedSpan } from '../traces/ended-span.ts';

export type CapturedLog = Readonly<Record<string, unknown>> & { readonly level: string; readonly message: string };

export interface CapturedSpan {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Attributes;
  readonly status: 'unset' | 'ok' | 'error';
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
}

/** A business event: the fields of its log record. */
export interface CapturedEvent {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface CapturedTelemetry {
  /** Log records as they were written: redacted, with trace and correlation id. */
  readonly logs: readonly CapturedLog[];
  /** Ended spans, in the order of their end. */
  readonly spans: readonly CapturedSpan[];
  /** Every value that was recorded. The key is the Prometheus name of the metric. */
  readonly metrics: readonly CapturedMetric[];
  readonly events: readonly CapturedEvent[];
  /** Sum of the values that were recorded for a metric with these labels, and perhaps with others. */
  total(metric: string, labels?: Readonly<Record<string, string>>): number;
}

const kinds = {
  [SpanKind.INTERNAL]: 'internal',
  [SpanKind.SERVER]: 'server',
  [SpanKind.CLIENT]: 'client',
  [SpanKind.PRODUCER]: 'producer',
  [SpanKind.CONSUMER]: 'consumer',
} as const;
const statuses = { [SpanStatusCode.UNSET]: 'unset', [SpanStatusCode.OK]: 'ok', [SpanStatusCode.ERROR]: 'error' } as const;

export interface Recorder extends Capture {
  readonly telemetry: CapturedTelemetry;
  /** Spans that have started and not ended. */
  openSpans(): number;
}

export function createRecorder(): Recorder {
  const logs: CapturedLog[] = [];
  const spans: CapturedSpan[] = [];
  const metrics: CapturedMetric[] = [];
  const events: CapturedEvent[] = [];
  let open = 0;
  return {
    log(record) {
      logs.push(record as CapturedLog);
      const { event, ...fields } = record;
      if (typeof event === 'string') events.push({ name: event, fields });
    },
    startSpan: () => void open++,
    endSpan(span) {
      open--;
      spans.push(toCapturedSpan(span));
    },
    metric: (metric) => void metrics.push(metric),
    openSpans: () => open,
    telemetry: {
      logs,
      spans,
      metrics,
      events,
      total(metric, labels = {}) {
        const wanted = Object.entries(labels);
        return metrics
          .filter((record) => record.name === metric && wanted.every(([label, value]) => record.labels[label] === value))
          .reduce((sum, record) => sum + record.value, 0);
      },
    },
  };
}

function toCapturedSpan(span: EndedSpan): CapturedSpan {
  const { traceId, spanId } = span.spanContext();
  return {
    name: span.name,
    kind: kinds[span.kind],
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    attributes: span.attributes,
    status: statuses[span.status.code],
    events: span.events.map(({ name, attributes = {} }) => ({ name, attributes })),
  };
}
