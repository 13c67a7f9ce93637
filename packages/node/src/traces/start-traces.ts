// The tracer behind the OpenTelemetry API, and everything that makes spans without the service's help.
import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api';
import type { StartedContext } from '../context/start-context.ts';
import { createHostFilter } from '../context/propagation-hosts.ts';
import type { KeepOnError } from '../keep/keep-on-error.ts';
import type { SpanCounts } from '../ledger/ledger.ts';
import type { OperationObserver } from '../measure/operations.ts';
import { messageOf, type Notify } from '../notices.ts';
import type { PlinthOptions } from '../options/options.ts';
import { lookahead } from '../redaction/cut.ts';
import type { Redaction } from '../redaction/redact.ts';
import { sdkVersion } from '../resource/sdk-version.ts';
import type { SpanListener } from './ended-span.ts';
import { createPathFilter } from './ignored-paths.ts';
import type { ServerRequest } from './http-server-request.ts';
import { startInstrumentation } from './instrumentation.ts';
import type { LibraryHook } from './library-hooks.ts';
import { noteNextRoutes } from './next-routes.ts';
import { OpenRequests } from './open-requests.ts';
import { createRedactedProvider } from './redacted-provider.ts';
import { createRedactingProcessor } from './redacting-processor.ts';
import { createAdjustableSampler, type AdjustableSampler } from './sampler.ts';
import type { TracingOptions } from './traced-library.ts';
import { createTracerProvider } from './tracer.ts';

export interface TracesParts {
  readonly options: PlinthOptions;
  readonly redaction: Redaction;
  readonly context: StartedContext;
  readonly operations: OperationObserver;
  readonly keepOnError: KeepOnError | undefined;
  readonly notify: Notify;
  /** Told of spans, which are redacted before. */
  readonly listeners: readonly SpanListener[];
  /** Another SDK's provider in the place of our own. */
  readonly declaredProvider: TracerProvider | undefined;
  /** Sends what is buffered of all signals, within so many milliseconds. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** Servers of the SDK itself are not traced. */
  readonly isOwnServer: (server: object) => boolean;
  /** Told when the service begins to consume a queue, and of each message. */
  readonly onConsumer: () => void;
  /** Hooks of libraries that are adopted. */
  readonly hooks: readonly LibraryHook[];
}

export interface StartedTraces {
  readonly tracer: Tracer;
  readonly sampler: AdjustableSampler;
  readonly counts: () => SpanCounts;
  /** Ends the HTTP requests in flight as they are now: the process ends. */
  readonly endOpenRequests: () => void;
  /** Anyone may see this field of this event: it is not searched for secrets. */
  readonly showField: (event: string, field: string) => void;
}

export function startTraces(parts: TracesParts): StartedTraces {
  const { options, redaction, context, operations, keepOnError, notify, declaredProvider, isOwnServer, onConsumer } = parts;
  const { sampler: samplerOptions, limits } = options.traces;
  const publicFields = new Set<string>();
  const sampler = createAdjustableSampler(samplerOptions);
  const redacting = createRedactingProcessor(redaction, {
    isPublicField: (event, field) => publicFields.has(`${event} ${field}`),
    longestValue: limits.attributeValueLength,
  });
  const ownProvider = createTracerProvider({
    sampler,
    keepOnError,
    // Redaction needs what follows the cut to know a secret that stands across it. It cuts the value afterwards.
    limits: { ...limits, attributeValueLength: limits.attributeValueLength + lookahead },
    listeners: [redacting, ...parts.listeners],
    flush: parts.flush,
  });
  const { forceFlush, shutdown } = ownProvider;
  const openRequests = new OpenRequests<ServerRequest>();
  const provider = noteNextRoutes(
    declaredProvider === undefined ? ownProvider : { ...createRedactedProvider(declaredProvider, redacting), forceFlush, shutdown },
    openRequests,
  );
  if (!trace.setGlobalTracerProvider(provider)) notify('node.api_already_registered');
  // The API hands out a proxy. Code for functions that are frozen asks it, or what is behind it, for a flush.
  else Object.assign(trace.getTracerProvider(), { forceFlush, shutdown });
  const tracer = provider.getTracer('@plinth/node', sdkVersion);
  let endOpenRequests = (): void => {};
  if (!options.disabled) {
    const tracing: TracingOptions = {
      tracer,
      contextManager: context.contextManager,
      redaction,
      extractContext: context.extractContext,
      operations,
      isIgnoredServer: isOwnServer,
      onConsumer,
      isIgnoredPath: createPathFilter(options.ignoredPaths),
      startIgnoredSpan: ownProvider.startIgnoredSpan,
      acceptsCorrelationId: context.acceptsCorrelationId,
      isTrustedHost: createHostFilter(options.propagationHosts),
      onError: (where, error) => notify('node.instrumentation_failed', { path: where, message: messageOf(error) }),
      openRequests,
      openClientRequests: new OpenRequests(),
    };
    ({ endOpenRequests } = startInstrumentation(tracing, parts.hooks));
  }
  return {
    tracer,
    sampler,
    counts: ownProvider.counts,
    endOpenRequests,
    showField: (event, field) => void publicFields.add(`${event} ${field}`),
  };
}
