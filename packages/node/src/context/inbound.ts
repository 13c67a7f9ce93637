// Context of what comes in: a request or a job. How much of it is taken over depends on the trust in the port that it came through.
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

/** What an untrusted caller said of itself: told on the span, and used for nothing else. */
export interface Caller {
  readonly spanContext: SpanContext | undefined;
  readonly correlationId: string | undefined;
}

/** Builds the context of a request that came through `socket`, which may have no port; of a job, where none is given. */
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
 * Trusted: the caller's trace goes on, with its sampling decision, its baggage and its correlation id.
 * `otherHeaders`: where the propagator finds a context too, beside W3C's headers.
 * Untrusted: a new trace and a new id without baggage; what the caller sent is kept for the span, see {@link getCaller}.
 */
export function createContextExtractor(
  trust: InboundTrust,
  accepts: AcceptsCorrelationId,
  otherHeaders: readonly string[] = [],
): ExtractContext {
  // A socket looks its port up at the first question, and is an object of another shape from then on: who need not ask does not.
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
  // An entry that is not the id must not travel on under its name.
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

/** The caller's ids; its trace state is free text, and stays outside. */
function readSpanContext(headers: Headers): SpanContext | undefined {
  const found = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers, headersGetter));
  if (found === undefined || !isSpanContextValid(found)) return undefined;
  const { traceId, spanId, traceFlags } = found;
  return { traceId, spanId, traceFlags, isRemote: true };
}
