// The context's headers of an outgoing request, where the caller may have set some of them itself.
import type { Context } from '@opentelemetry/api';
import { headerNames } from '@plinth/catalog';
import { correlationBaggageKey, getCorrelationId, setCorrelationId, type AcceptsCorrelationId } from './correlation.ts';
import { injectContext } from './propagation.ts';

/** Headers that the caller of a request has set, by their names in lower case. Only names of {@link givenHeaderNames} are looked at. */
export type GivenHeaders = Readonly<Record<string, string>>;

export interface OutgoingRules {
  /** Hosts that may see baggage and the correlation id. */
  readonly isTrustedHost: (host: string) => boolean;
  readonly acceptsCorrelationId: AcceptsCorrelationId;
}

/** The headers that are looked at. */
export const givenHeaderNames: readonly string[] = [
  headerNames.traceparent,
  headerNames.tracestate,
  headerNames.baggage,
  headerNames.correlationId,
];

// Source: https://www.w3.org/TR/baggage/#limits
const longestBaggage = 8192;
const mostMembers = 180;

/**
 * The headers to send to a host. Each of them takes the place of the caller's own. See {@link isReplaced} for what is only removed.
 * To a trusted host the caller's correlation id is kept where it is valid, and the caller's baggage is kept beside ours. Where both have an
 * entry of the same key, the caller's is sent. Any other host gets the trace context, and whatever else the caller has set.
 */
export function buildOutgoingHeaders(
  context: Context,
  host: string,
  given: GivenHeaders | undefined,
  { isTrustedHost, acceptsCorrelationId }: OutgoingRules,
): Record<string, string> {
  const trusted = isTrustedHost(host);
  if (given === undefined || !trusted) return injectContext(context, trusted);
  const id = readGivenId(given, acceptsCorrelationId) ?? getCorrelationId(context);
  const headers = injectContext(id === undefined ? context : setCorrelationId(context, id), true);
  const baggage = given[headerNames.baggage];
  if (baggage !== undefined) headers[headerNames.baggage] = mergeBaggage(baggage, headers[headerNames.baggage], id);
  return headers;
}

/** Whether a header of the caller is not sent. A trace state belongs to the trace parent beside it: it goes where that one goes. */
export function isReplaced(name: string, headers: Readonly<Record<string, string>>): boolean {
  return name in headers || (name === headerNames.tracestate && headerNames.traceparent in headers);
}

function readGivenId(given: GivenHeaders, accepts: AcceptsCorrelationId): string | undefined {
  const header = given[headerNames.correlationId];
  if (header !== undefined && accepts(header)) return header;
  const entry = membersOf(given[headerNames.baggage] ?? '').find((member) => keyOf(member) === correlationBaggageKey);
  const value = entry?.slice(entry.indexOf('=') + 1).trim();
  return value !== undefined && accepts(value) ? value : undefined;
}

/** The caller's members as they are, then ours whose key the caller does not have, as many as the limits allow. */
function mergeBaggage(given: string, ours: string | undefined, id: string | undefined): string {
  // The id has been decided. A member with another one would contradict the header.
  const merged = membersOf(given).filter((member) => id === undefined || keyOf(member) !== correlationBaggageKey);
  const known = new Set(merged.map(keyOf));
  let length = merged.join(',').length;
  for (const member of membersOf(ours ?? '')) {
    if (known.has(keyOf(member)) || merged.length >= mostMembers || length + 1 + member.length > longestBaggage) continue;
    merged.push(member);
    length += 1 + member.length;
  }
  return merged.join(',');
}

function membersOf(baggage: string): string[] {
  return baggage
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

function keyOf(member: string): string {
  const key = member.slice(0, member.indexOf('=')).trim();
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
