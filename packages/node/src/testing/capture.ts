// Where a test listens: telemetry made inside `run` is handed to its capture, and to no other, however parallel the tests are.
import { AsyncLocalStorage } from 'node:async_hooks';
import { context, trace } from '@opentelemetry/api';

export interface CapturedMetric {
  /** Prometheus name. */
  readonly name: string;
  /** What was added, set or observed. */
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly exemplar: { readonly trace_id: string; readonly span_id: string } | undefined;
}

/** Receives the telemetry of one test. `Span` is the tracing SDK's type, which this stage does not know. */
export interface Capture<Span = unknown> {
  log(record: Readonly<Record<string, unknown>>): void;
  startSpan(): void;
  endSpan(span: Span): void;
  metric(metric: CapturedMetric): void;
}

export interface Captures {
  /** Runs `fn` with the capture, which also gets what other contexts make under `traceId`: a server that the test calls by HTTP. */
  run<T>(capture: Capture, traceId: string, fn: () => T): T;
  stop(traceId: string): void;
  /** The capture of the running code, or of the trace it belongs to. */
  find(traceId?: string): Capture | undefined;
}

export function createCaptures(): Captures {
  const storage = new AsyncLocalStorage<Capture>();
  const byTrace = new Map<string, Capture>();
  return {
    run(capture, traceId, fn) {
      byTrace.set(traceId, capture);
      return storage.run(capture, fn);
    },
    stop: (traceId) => void byTrace.delete(traceId),
    find(traceId) {
      // Outside of tests nothing is captured: the common case costs one comparison.
      if (byTrace.size === 0) return undefined;
      const active = traceId ?? trace.getSpanContext(context.active())?.traceId;
      return (active === undefined ? undefined : byTrace.get(active)) ?? storage.getStore();
    },
  };
}
