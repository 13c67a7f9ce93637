// What ties a log record to its trace and operation, read from the active context.
import { context, isSpanContextValid, propagation, trace, TraceFlags, type Context, type SpanContext } from '@opentelemetry/api';
import { getCorrelationId } from '../context/correlation.ts';
import type { KeepOnError } from '../keep/keep-on-error.ts';
import type { Redaction } from '../redaction/redact.ts';
import { quote } from './json-text.ts';

/**
 * The fields as JSON text: `,"trace_id":"…","span_id":"…",…`. The text is empty outside of any context.
 * Ids need no escaping: their charset was checked when they entered. Baggage comes from outside: it is redacted by key and by look.
 */
export function createLogContextFragment(
  baggageKeys: readonly string[],
  redaction: Redaction,
  keepOnError?: Pick<KeepOnError, 'rendering'>,
): () => string {
  return () => {
    const active = context.active();
    const spanContext = trace.getSpanContext(active);
    let fragment = '';
    if (spanContext !== undefined && isSpanContextValid(spanContext)) {
      const flags = flagsOf(spanContext, keepOnError);
      fragment = `,"trace_id":"${spanContext.traceId}","span_id":"${spanContext.spanId}","trace_flags":"${flags}"`;
    }
    const correlationId = getCorrelationId(active);
    if (correlationId !== undefined) fragment += `,"correlation_id":"${correlationId}"`;
    return baggageKeys.length === 0 ? fragment : fragment + renderBaggage(readBaggage(active, baggageKeys), redaction);
  };
}

/** Adds the ids to a record that is no text yet. A trace or correlation id that the record has stays. */
export function createAddLogContext(keepOnError?: Pick<KeepOnError, 'rendering'>): (record: Record<string, unknown>) => void {
  return (record) => {
    const active = context.active();
    const spanContext = trace.getSpanContext(active);
    if (record['trace_id'] === undefined && spanContext !== undefined && isSpanContextValid(spanContext)) {
      record['trace_id'] = spanContext.traceId;
      record['span_id'] = spanContext.spanId;
      record['trace_flags'] = flagsOf(spanContext, keepOnError);
    }
    const correlationId = getCorrelationId(active);
    if (correlationId !== undefined && record['correlation_id'] === undefined) record['correlation_id'] = correlationId;
  };
}

function flagsOf({ traceFlags }: SpanContext, keepOnError: Pick<KeepOnError, 'rendering'> | undefined): string {
  return (traceFlags & TraceFlags.SAMPLED) !== 0 || keepOnError?.rendering === true ? '01' : '00';
}

function renderBaggage(baggage: Readonly<Record<string, string>> | undefined, { isSecretKey, conceal, redactText }: Redaction): string {
  if (baggage === undefined) return '';
  const entries = Object.entries(baggage).flatMap(([key, value]) => {
    const shown = isSecretKey(key) ? conceal(() => value) : redactText(value);
    return shown === undefined ? [] : [`${quote(redactText(key))}:${quote(shown)}`];
  });
  return entries.length === 0 ? '' : `,"baggage":{${entries.join(',')}}`;
}

function readBaggage(active: Context, keys: readonly string[]): Record<string, string> | undefined {
  const baggage = propagation.getBaggage(active);
  if (baggage === undefined) return undefined;
  const found: Record<string, string> = {};
  for (const key of keys) {
    const entry = baggage.getEntry(key);
    if (entry !== undefined) found[key] = entry.value;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}
