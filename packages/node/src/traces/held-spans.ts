// Spans that are recorded although they are not sampled: they are sent if their request fails or is slow.
import { SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { HeldRequest, Holding } from '../keep/held-requests.ts';
import type { EndedSpan } from './ended-span.ts';

/** Bytes of a span without attributes and events: somewhat more than the heap that was measured, for the values that are not text. */
const emptySpanBytes = 1200;
const smallValueBytes = 16;

export interface HeldSpanEnd {
  readonly request: HeldRequest;
  /** Whether its request ends with it. */
  readonly isRoot: boolean;
  /** Whether it was sampled from the start. */
  readonly wasSampled: boolean;
  readonly send: (span: EndedSpan) => void;
}

/** Has the span sent now, later or never. */
export function endHeldSpan(holding: Holding, span: EndedSpan, { request, isRoot, wasSampled, send }: HeldSpanEnd): void {
  if (isRoot) {
    holding.end(request, span.status.code === SpanStatusCode.ERROR);
    if (!wasSampled && request.outcome !== 'dropped') markRoot(span, request);
  }
  if (wasSampled) send(span);
  else {
    holding.hold(request, 'traces', sizeOf(span), () => {
      span.spanContext().traceFlags |= TraceFlags.SAMPLED;
      send(span);
    });
  }
}

/** Whoever computes a rate from traces must be able to leave these out. */
function markRoot({ attributes }: EndedSpan, { outcome, lost }: HeldRequest): void {
  attributes['plinth.keep.reason'] = outcome;
  if (lost > 0) attributes['plinth.keep.lost'] = lost;
}

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
