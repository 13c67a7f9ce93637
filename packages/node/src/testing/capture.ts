// Where a test listens. Telemetry that is made inside of `run` goes to its capture and to no other, however parallel the tests are.
import { AsyncLocalStorage } from 'node:async_hooks';
import { context, trace } from '@opentelemetry/api';
import type { LogRecord } from '../logs/winston-info.ts';
import type { EndedSpan, SpanListener } from '../traces/ended-span.ts';

export interface CapturedMetric {
  /** Prometheus name. */
  readonly name: string;
  /** What was added, set or observed. */
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly exemplar: { readonly trace_id: string; readonly span_id: string } | undefined;
}

/** Receives the telemetry of one test. */
export interface Capture {
  log(record: LogRecord): void;
  startSpan(): void;
  endSpan(span: EndedSpan): void;
  metric(metric: CapturedMetric): void;
}

export interface Captures {
  /** Runs `fn` with the capture. It also gets what other contexts make under `traceId`: a server that the test calls by HTTP. */
  run<T>(capture: Capture, traceId: string, fn: () => T): T;
  stop(traceId: string): void;
  /** Hands a log record to the test that it belongs to, if there is one. */
  readonly log: (record: LogRecord) => void;
  /** The same for spans. */
  readonly spans: SpanListener;
  /** The same for measurements. */
  readonly metric: (
    definition: { readonly prometheusName: string },
    value: number,
    labels: CapturedMetric['labels'],
    exemplar: CapturedMetric['exemplar'],
  ) => void;
}

export function createCaptures(): Captures {
  const storage = new AsyncLocalStorage<Capture>();
  const byTrace = new Map<string, Capture>();

  /** The capture of the trace, or of the running code. */
  const find = (traceId: string | undefined): Capture | undefined => {
    // Outside of tests nothing is captured: the common case costs one comparison.
    if (byTrace.size === 0) return undefined;
    const active = traceId ?? trace.getSpanContext(context.active())?.traceId;
    return (active === undefined ? undefined : byTrace.get(active)) ?? storage.getStore();
  };

  return {
    run(capture, traceId, fn) {
      byTrace.set(traceId, capture);
      return storage.run(capture, fn);
    },
    stop: (traceId) => void byTrace.delete(traceId),
    log: (record) => find(record['trace_id'] as string | undefined)?.log(record),
    spans: {
      onStart: (span) => find(span.spanContext().traceId)?.startSpan(),
      onEnd: (span) => find(span.spanContext().traceId)?.endSpan(span),
    },
    metric: ({ prometheusName }, value, labels, exemplar) =>
      find(exemplar?.trace_id)?.metric({ name: prometheusName, value, labels, exemplar }),
  };
}
