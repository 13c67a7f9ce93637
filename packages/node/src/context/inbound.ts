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
import { correlationBaggageKey, readCorrelationId, setCorrelationId, type AcceptsCorrelationId, type Headers } from './correlation.ts';
import { createUuidV7 } from './uuid-v7.ts';

/** What an untrusted caller said of itself: told on the span, and used for nothing else. */
export interface Caller {
  readonly spanContext: SpanContext | undefined;
  readonly correlationId: string | undefined;
}

/** Builds the context of a request that came through `port` (0: a socket without ports); of a job, where none is given. */
export type ExtractContext = (headers: Headers, port?: number) => Context;

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
 * Untrusted: a new trace and a new id without baggage; what the caller sent is kept for the span, see {@link getCaller}.
 */
export function createContextExtractor(trust: InboundTrust, accepts: AcceptsCorrelationId): ExtractContext {
  const isTrusted = (port: number | undefined): boolean => port === undefined || (trust.ports[port] ?? trust.otherwise) === 'trusted';
  return (headers, port) => (isTrusted(port) ? extractTrusted(headers, accepts) : extractUntrusted(headers, accepts));
}

function extractTrusted(headers: Headers, accepts: AcceptsCorrelationId): Context {
  const carriesContext = headers[headerNames.traceparent] !== undefined || headers[headerNames.baggage] !== undefined;
  const context = carriesContext ? propagation.extract(ROOT_CONTEXT, headers, headersGetter) : ROOT_CONTEXT;
  const baggage = carriesContext ? propagation.getBaggage(context) : undefined;
  const id = readCorrelationId(headers, baggage, accepts) ?? createUuidV7();
  // An entry that is not the id must not travel on under its name.
  const entry = baggage?.getEntry(correlationBaggageKey);
  const cleaned =
    baggage === undefined || entry === undefined || entry.value === id
      ? context
      : propagation.setBaggage(context, baggage.removeEntry(correlationBaggageKey));
  return setCorrelationId(cleaned, id);
}

function extractUntrusted(headers: Headers, accepts: AcceptsCorrelationId): Context {
  const context = setCorrelationId(ROOT_CONTEXT, createUuidV7());
  const spanContext = headers[headerNames.traceparent] === undefined ? undefined : readSpanContext(headers);
  const correlationId = readCorrelationId(headers, undefined, accepts);
  return spanContext === undefined && correlationId === undefined ? context : context.setValue(callerKey, { spanContext, correlationId });
}

/** The caller's ids; its trace state is free text, and stays outside. */
function readSpanContext(headers: Headers): SpanContext | undefined {
  const found = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers, headersGetter));
  if (found === undefined || !isSpanContextValid(found)) return undefined;
  const { traceId, spanId, traceFlags } = found;
  return { traceId, spanId, traceFlags, isRemote: true };
}
