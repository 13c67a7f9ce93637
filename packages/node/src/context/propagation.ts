// Context into outgoing requests and jobs, and out of incoming ones.
import { propagation, ROOT_CONTEXT, trace, type Context, type TextMapGetter, type TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { headerNames } from '@plinth/catalog';
import type { PlinthOptions } from '../options/options.ts';
import { correlationBaggageKey, getCorrelationId, readCorrelationId } from './correlation.ts';
import { FlatContext } from './flat-context.ts';
import { createUuidV7 } from './uuid-v7.ts';

export function createPropagator(names: PlinthOptions['propagators']): TextMapPropagator {
  return new CompositePropagator({
    propagators: names.map((name) => (name === 'baggage' ? new W3CBaggagePropagator() : new W3CTraceContextPropagator())),
  });
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const headersGetter: TextMapGetter<Headers> = {
  get: (headers, key) => headers[key] as string | string[] | undefined,
  keys: (headers) => Object.keys(headers),
};

/** Context of an incoming request or job: remote span, baggage, and a correlation id that is the caller's or new. */
export function extractContext(headers: Headers): FlatContext {
  if (headers[headerNames.traceparent] === undefined && headers[headerNames.baggage] === undefined) {
    return new FlatContext(undefined, readCorrelationId(headers, undefined) ?? createUuidV7(), undefined);
  }
  const context = propagation.extract(ROOT_CONTEXT, headers, headersGetter);
  const baggage = propagation.getBaggage(context);
  return new FlatContext(trace.getSpan(context), readCorrelationId(headers, baggage) ?? createUuidV7(), baggage);
}

/**
 * Headers to send with a request or job. The trace context goes everywhere (W3C); baggage and the correlation id
 * only where `trusted`, and the id goes both ways: as baggage for services that only know W3C, as a header for the others.
 */
export function injectContext(context: Context, trusted: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  if (!trusted) {
    propagation.inject(propagation.deleteBaggage(context), headers);
    return headers;
  }
  const id = getCorrelationId(context);
  if (id === undefined) {
    propagation.inject(context, headers);
    return headers;
  }
  const baggage = (propagation.getBaggage(context) ?? propagation.createBaggage()).setEntry(correlationBaggageKey, { value: id });
  propagation.inject(propagation.setBaggage(context, baggage), headers);
  headers[headerNames.correlationId] = id;
  return headers;
}
