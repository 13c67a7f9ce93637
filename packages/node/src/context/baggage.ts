// Baggage that leaves the process. Entries with a secret do not leave it.
import { propagation, type Context, type TextMapPropagator } from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import type { Redaction } from '../redaction/redact.ts';
import { correlationBaggageKey } from './correlation.ts';

/** The W3C baggage propagator. It leaves out each entry whose key or value redaction would hide. */
export function createBaggagePropagator(redaction: Redaction): TextMapPropagator {
  return withoutSecretBaggage(new W3CBaggagePropagator(), redaction);
}

/** The propagator, which does not see entries of the baggage whose key or value redaction would hide. */
export function withoutSecretBaggage(inner: TextMapPropagator, redaction: Redaction): TextMapPropagator {
  const isClean = (text: string): boolean => redaction.redactText(text) === text;
  return {
    inject: (context, carrier, setter) => inner.inject(withoutSecrets(context, redaction, isClean), carrier, setter),
    extract: (context, carrier, getter) => inner.extract(context, carrier, getter),
    fields: () => inner.fields(),
  };
}

function withoutSecrets(context: Context, { isSecretKey }: Redaction, isClean: (text: string) => boolean): Context {
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined) return context;
  // The correlation id was checked when it came in.
  const secret = baggage
    .getAllEntries()
    .filter(
      ([key, { value, metadata }]) =>
        key !== correlationBaggageKey && (isSecretKey(key) || ![key, value, metadata?.toString() ?? ''].every(isClean)),
    );
  return secret.length === 0 ? context : propagation.setBaggage(context, baggage.removeEntries(...secret.map(([key]) => key)));
}
