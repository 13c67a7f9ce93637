// Puts the context into outgoing requests and jobs.
import { propagation, type Context, type TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator } from '@opentelemetry/core';
import { headerNames } from '@plinth/catalog';
import type { PropagatorName } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import { createBaggagePropagator, withoutSecretBaggage } from './baggage.ts';
import { correlationBaggageKey, getCorrelationId } from './correlation.ts';
import { createTraceContextPropagator } from './trace-context.ts';
import { loadPropagator } from './upstream-propagators.ts';

export interface ConfiguredPropagator {
  readonly propagator: TextMapPropagator;
  /** Headers beside W3C's in which it finds a context. */
  readonly otherHeaders: readonly string[];
}

/** `onMissing` is told of a propagator whose package is not installed. The others are used. */
export function createPropagator(
  names: readonly PropagatorName[],
  redaction: Redaction,
  onMissing: (name: PropagatorName, packageName: string, reason: string) => void = () => {},
): ConfiguredPropagator {
  const propagators: TextMapPropagator[] = [];
  const otherHeaders: string[] = [];
  for (const name of names) {
    if (name === 'tracecontext') propagators.push(createTraceContextPropagator());
    else if (name === 'baggage') propagators.push(createBaggagePropagator(redaction));
    else {
      const loaded = loadPropagator(name, (...missing) => onMissing(name, ...missing));
      if (loaded === undefined) continue;
      // Some of them carry baggage, too.
      propagators.push(withoutSecretBaggage(loaded.propagator, redaction));
      otherHeaders.push(...loaded.headers);
    }
  }
  return { propagator: new CompositePropagator({ propagators }), otherHeaders: [...new Set(otherHeaders)] };
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
