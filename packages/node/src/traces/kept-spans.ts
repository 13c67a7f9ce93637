// Spans that are recorded although they are not sampled. They are sent if their request is kept.
import { SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { KeepableRequest, KeepOnError } from '../keep/keep-on-error.ts';
import type { EndedSpan } from './ended-span.ts';

/** Bytes of a span without attributes and events. Somewhat more than the heap that was measured, for values that are not text. */
const emptySpanBytes = 1200;
const smallValueBytes = 16;

export interface KeepableSpanEnd {
  readonly request: KeepableRequest;
  /** Whether the request ends with this span. */
  readonly isRoot: boolean;
  /** Whether the span was sampled from the start. */
  readonly wasSampled: boolean;
  readonly send: (span: EndedSpan) => void;
}

/** Calls `send` now, later or never. */
export function endKeepableSpan(keepOnError: KeepOnError, span: EndedSpan, { request, isRoot, wasSampled, send }: KeepableSpanEnd): void {
  if (isRoot) {
    keepOnError.end(request, span.status.code === SpanStatusCode.ERROR);
    if (!wasSampled && request.outcome !== 'dropped') markRoot(span, request);
  }
  if (wasSampled) send(span);
  else {
    keepOnError.add(request, 'traces', sizeOf(span), () => {
      span.spanContext().traceFlags |= TraceFlags.SAMPLED;
      send(span);
    });
  }
}

/** Whoever computes a rate from traces must be able to leave kept traces out. */
function markRoot({ attributes }: EndedSpan, { outcome, lost }: KeepableRequest): void {
  attributes[attributeKeys.plinthKeepReason] = outcome;
  if (lost > 0) attributes[attributeKeys.plinthKeepLost] = lost;
}

/** Bytes of the span on the heap, estimated. */
function sizeOf({ name, attributes, events }: EndedSpan): number {
  let bytes = emptySpanBytes + name.length + sizeOfAttributes(attributes);
  for (const event of events) bytes += event.name.length + sizeOfAttributes(event.attributes ?? {});
  return bytes;
}

function sizeOfAttributes(attributes: EndedSpan['attributes']): number {
  let bytes = 0;
  for (const key in attributes) {
    const value = attributes[key];
    bytes += smallValueBytes + (typeof value === 'string' ? value.length : Array.isArray(value) ? JSON.stringify(value).length : 0);
  }
  return bytes;
}
