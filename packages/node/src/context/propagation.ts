// Puts the context into outgoing requests and jobs.
import { propagation, type Context, type TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator } from '@opentelemetry/core';
import { headerNames } from '@plinth/catalog';
import type { PropagatorName } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import { createBaggagePropagator, withoutSecretBaggage } from './baggage.ts';
import { correlationBaggageKey, correlationKey, getCorrelationId, setCorrelationId, type AcceptsCorrelationId } from './correlation.ts';
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
  accepts: AcceptsCorrelationId,
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
  const composite = new CompositePropagator({ propagators });
  const propagator = names.includes('baggage') ? withCorrelationId(composite, accepts) : composite;
  return { propagator, otherHeaders: [...new Set(otherHeaders)] };
}

/** The correlation id travels as baggage: so it goes on where a library carries the context by the OpenTelemetry API alone. */
function withCorrelationId(propagator: TextMapPropagator, accepts: AcceptsCorrelationId): TextMapPropagator {
  return {
    fields: () => propagator.fields(),
    inject: (context, carrier, setter) => propagator.inject(addToBaggage(context), carrier, setter),
    extract(context, carrier, getter) {
      const extracted = propagator.extract(context, carrier, getter);
      const id = propagation.getBaggage(extracted)?.getEntry(correlationBaggageKey)?.value;
      return id !== undefined && accepts(id) ? setCorrelationId(extracted, id) : extracted;
    },
  };
}

function addToBaggage(context: Context): Context {
  const id = getCorrelationId(context);
  if (id === undefined) return context;
  const baggage = propagation.getBaggage(context);
  if (baggage?.getEntry(correlationBaggageKey)?.value === id) return context;
  return propagation.setBaggage(context, (baggage ?? propagation.createBaggage()).setEntry(correlationBaggageKey, { value: id }));
}

/**
 * Headers to send with a request or job. The W3C trace context goes everywhere. Baggage and the correlation id go to trusted hosts only.
 * The id is sent twice: as baggage for services that know W3C only, and as a header for all others.
 */
export function injectContext(context: Context, trusted: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  if (!trusted) {
    propagation.inject(propagation.deleteBaggage(context).deleteValue(correlationKey), headers);
    return headers;
  }
  const id = getCorrelationId(context);
  // Another SDK may have registered the propagators.
  propagation.inject(addToBaggage(context), headers);
  if (id !== undefined) headers[headerNames.correlationId] = id;
  return headers;
}
