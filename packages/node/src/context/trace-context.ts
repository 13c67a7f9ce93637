// The headers `traceparent` and `tracestate`, by W3C Trace Context Level 2.
import { isSpanContextValid, trace, type SpanContext, type TextMapPropagator } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { headerNames } from '@plinth/catalog';
import { parseTraceState } from './trace-state.ts';

/** The flag of a trace id that was made at random. OpenTelemetry's own flags do not have it. */
export const randomFlag = 0x02;
/** The flags that are known, and passed on. */
const knownFlags = 0x01 | randomFlag;

// Source: https://www.w3.org/TR/trace-context-2/#traceparent-header
const parentPattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

export function createTraceContextPropagator(): TextMapPropagator {
  return {
    inject(context, carrier, setter) {
      const spanContext = trace.getSpanContext(context);
      if (spanContext === undefined || isTracingSuppressed(context) || !isSpanContextValid(spanContext)) return;
      const { traceId, spanId, traceFlags, traceState } = spanContext;
      setter.set(carrier, headerNames.traceparent, `00-${traceId}-${spanId}-0${(traceFlags & knownFlags).toString(16)}`);
      const members = traceState?.serialize() ?? '';
      if (members !== '') setter.set(carrier, headerNames.tracestate, members);
    },
    extract(context, carrier, getter) {
      const parent = readOnce(getter.get(carrier, headerNames.traceparent));
      const spanContext = parent === undefined ? undefined : parseTraceParent(parent);
      if (spanContext === undefined) return context;
      const members = getter.get(carrier, headerNames.tracestate);
      const text = Array.isArray(members) ? members.join(',') : members;
      const traceState = text === undefined ? undefined : parseTraceState(text);
      return trace.setSpanContext(context, traceState === undefined ? spanContext : { ...spanContext, traceState });
    },
    fields: () => [headerNames.traceparent, headerNames.tracestate],
  };
}

/** Undefined where the text is no trace parent. */
export function parseTraceParent(text: string): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', rest] = parentPattern.exec(text.trim()) ?? [];
  // A version that is to come may have more behind it.
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & knownFlags, isRemote: true };
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}

/** A header that is sent twice says nothing. */
function readOnce(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? (value.length === 1 ? value[0] : undefined) : value;
}
