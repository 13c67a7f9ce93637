// The traces stage on its own, with spans and request records in memory.
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { createPropagator } from '../src/context/propagation.ts';
import type {
  DatabaseRecord,
  HttpClientRecord,
  HttpServerRecord,
  MessagingRecord,
  RequestObserver,
  RpcRecord,
} from '../src/context/request-records.ts';
import { createRedaction } from '../src/redaction/redact.ts';
import { startInstrumentation } from '../src/traces/instrumentation.ts';
import { createRedactingProcessor } from '../src/traces/redacting-processor.ts';

export interface TracingHarness {
  readonly tracer: ReturnType<TracerProvider['getTracer']>;
  readonly requests: RequestObserver;
  readonly server: HttpServerRecord[];
  readonly client: HttpClientRecord[];
  readonly queries: DatabaseRecord[];
  readonly jobs: MessagingRecord[];
  readonly calls: RpcRecord[];
  readonly active: { count: number };
  spans(): ReadableSpan[];
  reset(): void;
  shutdown(): void;
}

export function startTracingHarness(isTrustedHost: (host: string) => boolean = () => true): TracingHarness {
  const exporter = new InMemorySpanExporter();
  const redaction = createRedaction({ allowKeys: [] });
  const provider = new TracerProvider({ spanProcessors: [createRedactingProcessor(redaction), new SimpleSpanProcessor({ exporter })] });
  const contextManager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contextManager);
  propagation.setGlobalPropagator(createPropagator(['tracecontext', 'baggage']));
  trace.setGlobalTracerProvider(provider);
  const server: HttpServerRecord[] = [];
  const client: HttpClientRecord[] = [];
  const queries: DatabaseRecord[] = [];
  const jobs: MessagingRecord[] = [];
  const calls: RpcRecord[] = [];
  const active = { count: 0 };
  const requests: RequestObserver = {
    startServerRequest: () => void active.count++,
    endServerRequest: (record) => {
      active.count--;
      server.push(record);
    },
    endClientRequest: (record) => void client.push(record),
    endQuery: (record) => void queries.push(record),
    endJob: (record) => void jobs.push(record),
    endRpc: (record) => void calls.push(record),
  };
  const tracer = provider.getTracer('test');
  const instrumentation = startInstrumentation({
    tracer,
    contextManager,
    redaction,
    requests,
    isIgnoredServer: () => false,
    isTrustedHost,
    onError: (_where, error) => {
      throw error;
    },
  });
  return {
    tracer,
    requests,
    server,
    client,
    queries,
    jobs,
    calls,
    active,
    spans: () => exporter.getFinishedSpans(),
    reset() {
      exporter.reset();
      for (const records of [server, client, queries, jobs, calls]) records.length = 0;
    },
    shutdown: instrumentation.shutdown,
  };
}

/** Waits until a condition holds; fails with its text after `limitMs`. */
export async function until(condition: () => boolean, limitMs = 2000): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > limitMs) throw new Error(`still not true: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
