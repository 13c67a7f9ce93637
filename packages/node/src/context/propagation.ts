// Context into outgoing requests and jobs.
import { propagation, type Context, type TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { headerNames } from '@plinth/catalog';
import type { PlinthOptions } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import { createBaggagePropagator } from './baggage.ts';
import { correlationBaggageKey, getCorrelationId } from './correlation.ts';

export function createPropagator(names: PlinthOptions['propagators'], redaction: Redaction): TextMapPropagator {
  return new CompositePropagator({
    propagators: names.map((name) => (name === 'baggage' ? createBaggagePropagator(redaction) : new W3CTraceContextPropagator())),
  });
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
