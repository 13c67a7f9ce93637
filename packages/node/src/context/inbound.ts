// The context of a request or a job that comes in. The trust in the port decides how much of the caller's context is taken over.
import {
  createContextKey,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type SpanContext,
  type TextMapGetter,
} from '@opentelemetry/api';
import { headerNames } from '@plinth/catalog';
import type { InboundTrust } from '../options/options.ts';
import { correlationBaggageKey, readCorrelationId, type AcceptsCorrelationId, type Headers } from './correlation.ts';
import { FlatContext } from './flat-context.ts';
import { createUuidV7 } from './uuid-v7.ts';

/** What an untrusted caller said of itself. It is shown on the span, and used for nothing else. */
export interface Caller {
  readonly spanContext: SpanContext | undefined;
  readonly correlationId: string | undefined;
}

/** Builds the context of a request that came through `socket`, which may have no port. Without a socket it is the context of a job. */
export type ExtractContext = (headers: Headers, socket?: { readonly localPort?: number | undefined }) => FlatContext;

const callerKey = createContextKey('plinth.untrusted_caller');

export function getCaller(context: Context): Caller | undefined {
  return context.getValue(callerKey) as Caller | undefined;
}

const headersGetter: TextMapGetter<Headers> = {
  get: (headers, key) => headers[key] as string | string[] | undefined,
  keys: (headers) => Object.keys(headers),
};

/**
 * From a trusted caller the trace goes on, with its sampling decision, its baggage and its correlation id.
 * `otherHeaders`: headers beside W3C's in which the propagator finds a context.
 * For an untrusted caller there is a new trace and a new id, without baggage. The span shows what it sent, see {@link getCaller}.
 */
export function createContextExtractor(
  trust: InboundTrust,
  accepts: AcceptsCorrelationId,
  otherHeaders: readonly string[] = [],
): ExtractContext {
  // A socket looks up its port when it is first asked, and is an object of another shape from then on: it is asked only where ports differ.
  const differs = Object.keys(trust.ports).length > 0;
  const trustOf = (socket: { readonly localPort?: number | undefined }): string =>
    (differs ? trust.ports[socket.localPort ?? 0] : undefined) ?? trust.otherwise;
  return (headers, socket) =>
    socket === undefined || trustOf(socket) === 'trusted'
      ? extractTrusted(headers, accepts, otherHeaders)
      : extractUntrusted(headers, accepts);
}

function extractTrusted(headers: Headers, accepts: AcceptsCorrelationId, otherHeaders: readonly string[]): FlatContext {
  const carriesW3c = headers[headerNames.traceparent] !== undefined || headers[headerNames.baggage] !== undefined;
  if (!carriesW3c && (otherHeaders.length === 0 || !otherHeaders.some((name) => headers[name] !== undefined))) {
    return new FlatContext(undefined, readCorrelationId(headers, undefined, accepts) ?? createUuidV7(), undefined);
  }
  const context = propagation.extract(ROOT_CONTEXT, headers, headersGetter);
  const baggage = propagation.getBaggage(context);
  const id = readCorrelationId(headers, baggage, accepts) ?? createUuidV7();
  // An entry with the name of the id, but with another value, must not travel on.
  const isOther = baggage?.getEntry(correlationBaggageKey) !== undefined && baggage.getEntry(correlationBaggageKey)?.value !== id;
  return new FlatContext(trace.getSpan(context), id, isOther ? baggage.removeEntry(correlationBaggageKey) : baggage);
}

function extractUntrusted(headers: Headers, accepts: AcceptsCorrelationId): FlatContext {
  const spanContext = headers[headerNames.traceparent] === undefined ? undefined : readSpanContext(headers);
  const correlationId = readCorrelationId(headers, undefined, accepts);
  const isUnknown = spanContext === undefined && correlationId === undefined;
  const rest = isUnknown ? ROOT_CONTEXT : ROOT_CONTEXT.setValue(callerKey, { spanContext, correlationId });
  return new FlatContext(undefined, createUuidV7(), undefined, rest);
}

/** The caller's ids. Its trace state is free text, and is not taken over. */
function readSpanContext(headers: Headers): SpanContext | undefined {
  const found = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers, headersGetter));
  if (found === undefined || !isSpanContextValid(found)) return undefined;
  const { traceId, spanId, traceFlags } = found;
  return { traceId, spanId, traceFlags, isRemote: true };
}
