// The correlation id: one id for a business operation, carried beside the trace through HTTP and queues.
import { createContextKey, type Baggage, type Context } from '@opentelemetry/api';
import { headerNames, isValidCorrelationId } from '@plinth/catalog';
import type { Redaction } from '../redaction/redact.ts';

export const correlationKey = createContextKey('plinth.correlation_id');

/** Baggage entry under which the id travels. */
export const correlationBaggageKey = 'correlation_id';

export function getCorrelationId(context: Context): string | undefined {
  return context.getValue(correlationKey) as string | undefined;
}

export function setCorrelationId(context: Context, id: string): Context {
  return context.setValue(correlationKey, id);
}

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether a text may be used as the correlation id. */
export type AcceptsCorrelationId = (id: string) => boolean;

// Nearly every caller sends a UUID, and no secret looks like one. To search it would cost more than all else that is done with an id.
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** An id has the allowed form, and redaction would not hide it: a card number has that form too, and the id goes everywhere. */
export function createCorrelationIdRule(redaction: Redaction): AcceptsCorrelationId {
  return (id) => uuid.test(id) || (isValidCorrelationId(id) && redaction.redactText(id) === id);
}

/**
 * The id that a caller sent, if it may be trusted as text: `x-correlation-id`, then `x-request-id`, then baggage.
 * Node joins a repeated header by ", ", which the charset does not allow: no id is repaired or cut.
 */
export function readCorrelationId(headers: Headers, baggage: Baggage | undefined, accepts: AcceptsCorrelationId): string | undefined {
  for (const candidate of [
    headers[headerNames.correlationId],
    headers[headerNames.requestId],
    baggage?.getEntry(correlationBaggageKey)?.value,
  ]) {
    if (typeof candidate === 'string' && accepts(candidate)) return candidate;
  }
  return undefined;
}
