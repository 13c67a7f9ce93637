// Redacts every span when it ends, as the first listener: what comes after it, and so every exporter, sees clean spans only.
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { Redaction } from '../redaction/redact.ts';
import type { EndedSpan, SpanListener } from './ended-span.ts';

/** Set by this SDK from closed sets, numbers and ids: scanning them would only cost. */
const safeKeys = new Set<string>([
  attributeKeys.httpRequestMethod,
  attributeKeys.urlScheme,
  attributeKeys.httpRoute,
  attributeKeys.networkProtocolVersion,
  attributeKeys.networkPeerAddress,
  attributeKeys.clientAddress,
  attributeKeys.correlationId,
]);

export function createRedactingProcessor(redaction: Redaction): SpanListener {
  return { onEnd: (span) => redactSpan(span, redaction) };
}

function redactSpan(span: EndedSpan, redaction: Redaction): void {
  redactAttributes(span.attributes, redaction);
  for (const event of span.events) {
    if (event.attributes !== undefined) redactAttributes(event.attributes, redaction);
  }
  for (const link of span.links) {
    if (link.attributes !== undefined) redactAttributes(link.attributes, redaction);
  }
  // A span that has ended cannot be changed through its API, but what it holds is plain data.
  const mutable = span as { name: string };
  mutable.name = redaction.redactText(span.name);
  if (span.status.message !== undefined) span.status.message = redaction.redactText(span.status.message);
}

function redactAttributes(attributes: Attributes, redaction: Redaction): void {
  for (const key in attributes) {
    if (safeKeys.has(key)) continue;
    const value = attributes[key];
    if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) continue;
    attributes[key] = redaction.isSecretKey(lastSegment(key)) ? '[REDACTED]' : redactValue(key, value, redaction);
  }
}

function redactValue(key: string, value: AttributeValue, redaction: Redaction): AttributeValue {
  if (typeof value === 'string') {
    return key === attributeKeys.exceptionStacktrace ? redaction.redactStack(value) : redaction.redactText(value);
  }
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? redaction.redactText(item) : item)) as AttributeValue;
  return value;
}

function lastSegment(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
