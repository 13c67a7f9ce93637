// The traces stage on its own, with spans and request records in memory.
import { context, propagation, trace, type Tracer } from '@opentelemetry/api';
import { ContextManager } from '../src/context/context-manager.ts';
import { createCorrelationIdRule } from '../src/context/correlation.ts';
import { createContextExtractor, type ExtractContext } from '../src/context/inbound.ts';
import { createPropagator } from '../src/context/propagation.ts';
import type {
  DatabaseRecord,
  HttpClientRecord,
  HttpServerRecord,
  MessagingRecord,
  OperationObserver,
  RpcRecord,
} from '../src/measure/operations.ts';
import { createRedaction } from '../src/redaction/redact.ts';
import type { EndedSpan } from '../src/traces/ended-span.ts';
import { createPathFilter } from '../src/traces/ignored-paths.ts';
import { startInstrumentation } from '../src/traces/instrumentation.ts';
import type { ServerRequest } from '../src/traces/http-server-request.ts';
import { noteNextRoutes } from '../src/traces/next-routes.ts';
import { OpenRequests } from '../src/traces/open-requests.ts';
import { createRedactingProcessor } from '../src/traces/redacting-processor.ts';
import { createSampler } from '../src/traces/sampler.ts';
import type { TracingOptions } from '../src/traces/traced-library.ts';
import { createTracerProvider } from '../src/traces/tracer.ts';

export interface TracingHarness {
  /** What the instrumentation was started with. */
  readonly options: TracingOptions;
  readonly tracer: Tracer;
  readonly operations: OperationObserver;
  readonly extractContext: ExtractContext;
  readonly server: HttpServerRecord[];
  readonly client: HttpClientRecord[];
  readonly queries: DatabaseRecord[];
  readonly jobs: MessagingRecord[];
  readonly calls: RpcRecord[];
  readonly active: { count: number };
  spans(): EndedSpan[];
  reset(): void;
  endOpenRequests(): void;
  shutdown(): void;
}

export function startTracingHarness(isTrustedHost: (host: string) => boolean = () => true): TracingHarness {
  const ended: EndedSpan[] = [];
  const redaction = createRedaction({ allowKeys: [] });
  const provider = createTracerProvider({
    sampler: createSampler({ type: 'parentbased_always_on' }),
    limits: {
      attributeCount: 128,
      attributeValueLength: 8192,
      eventCount: 128,
      linkCount: 128,
      eventAttributeCount: 128,
      linkAttributeCount: 128,
    },
    listeners: [createRedactingProcessor(redaction), { onEnd: (span) => void ended.push(span) }],
  });
  const acceptsCorrelationId = createCorrelationIdRule(redaction);
  const extractContext = createContextExtractor({ ports: {}, otherwise: 'trusted' }, acceptsCorrelationId);
  const contextManager = new ContextManager().enable();
  context.setGlobalContextManager(contextManager);
  propagation.setGlobalPropagator(createPropagator(['tracecontext', 'baggage'], redaction, createCorrelationIdRule(redaction)).propagator);
  const openRequests = new OpenRequests<ServerRequest>();
  trace.setGlobalTracerProvider(noteNextRoutes(provider, openRequests));
  const server: HttpServerRecord[] = [];
  const client: HttpClientRecord[] = [];
  const queries: DatabaseRecord[] = [];
  const jobs: MessagingRecord[] = [];
  const calls: RpcRecord[] = [];
  const active = { count: 0 };
  const operations: OperationObserver = {
    startServerRequest() {
      active.count++;
      return active;
    },
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
  const options: TracingOptions = {
    tracer,
    contextManager,
    redaction,
    extractContext,
    onConsumer: () => {},
    operations,
    isIgnoredServer: () => false,
    isIgnoredPath: createPathFilter(['/healthz', '/internal/*']),
    startIgnoredSpan: provider.startIgnoredSpan,
    openRequests,
    openClientRequests: new OpenRequests(),
    isTrustedHost,
    acceptsCorrelationId,
    onError: (_where, error) => {
      throw error;
    },
  };
  const instrumentation = startInstrumentation(options);
  return {
    options,
    tracer,
    operations,
    extractContext,
    server,
    client,
    queries,
    jobs,
    calls,
    active,
    spans: () => [...ended],
    reset() {
      for (const records of [ended, server, client, queries, jobs, calls]) records.length = 0;
    },
    endOpenRequests: instrumentation.endOpenRequests,
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
