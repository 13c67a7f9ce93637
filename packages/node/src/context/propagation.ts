// Puts the context into outgoing requests and jobs.
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
 * Headers to send with a request or job. The W3C trace context goes everywhere. Baggage and the correlation id go to trusted hosts only.
 * The id is sent twice: as baggage for services that know W3C only, and as a header for all others.
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
