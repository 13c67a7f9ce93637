// Redacts every span when it ends. It is the first listener: the others, and so every exporter, see clean spans only.
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { Redaction } from '../redaction/redact.ts';
import type { EndedSpan, SpanListener } from './ended-span.ts';

/** The SDK sets these attributes, to values of closed sets, to numbers and ids: they need no scan. */
const safeKeys = new Set<string>([
  attributeKeys.httpRequestMethod,
  attributeKeys.urlScheme,
  attributeKeys.httpRoute,
  attributeKeys.networkProtocolVersion,
  attributeKeys.networkPeerAddress,
  attributeKeys.clientAddress,
  attributeKeys.correlationId,
]);

/** How many characters behind the cut of a value are searched, too. */
export const lookahead = 256;

/** Whether the catalog says of an event's field that anyone may see it. */
export type IsPublicField = (event: string, field: string) => boolean;

export interface RedactingOptions {
  readonly isPublicField?: IsPublicField;
  /** How many characters of a value are shown at most. {@link lookahead} more are searched. */
  readonly longestValue?: number;
}

export function createRedactingProcessor(redaction: Redaction, options: RedactingOptions = {}): SpanListener {
  const { isPublicField = () => false, longestValue = Number.POSITIVE_INFINITY } = options;
  const redactAttributes = createAttributeRedaction(redaction, longestValue);
  return { onEnd: (span) => redactSpan(span, redaction, redactAttributes, isPublicField) };
}

type RedactAttributes = (attributes: Attributes, isPublic?: (key: string) => boolean) => void;

function redactSpan(span: EndedSpan, redaction: Redaction, redactAttributes: RedactAttributes, isPublicField: IsPublicField): void {
  redactAttributes(span.attributes);
  for (const event of span.events) {
    if (event.attributes !== undefined) redactAttributes(event.attributes, (key) => isPublicField(event.name, key));
    (event as { name: string }).name = redaction.redactText(event.name);
  }
  for (const link of span.links) {
    if (link.attributes !== undefined) redactAttributes(link.attributes);
  }
  // A span that has ended cannot be changed by its API. But its fields are plain data.
  const mutable = span as { name: string };
  mutable.name = redaction.redactText(span.name);
  if (span.status.message !== undefined) span.status.message = redaction.redactText(span.status.message);
}

interface KnownKey {
  readonly shown: string;
  readonly isSecret: boolean;
}

const cacheSize = 4096;
const longestCached = 256;
// A number with so many digits may be a card number.
const longNumber = 1e12;

function createAttributeRedaction(redaction: Redaction, longestValue: number): RedactAttributes {
  const { redactText, redactStack } = redaction;
  const known = new Map<string, KnownKey>();

  function lookUp(key: string): KnownKey {
    let found = known.get(key);
    if (found === undefined) {
      found = { shown: redaction.redactText(key), isSecret: redaction.isSecretKey(lastSegment(key)) };
      if (known.size >= cacheSize) known.clear();
      if (key.length <= longestCached) known.set(key, found);
    }
    return found;
  }

  function redactString(value: string, redact: (text: string) => string): string {
    const redacted = redact(value);
    if (redacted.length <= longestValue && value.length < longestValue + lookahead) return redacted;
    // The value was cut before. The start of a secret may stand at the cut, and redaction may have moved it to where it would be shown.
    const end = value.length < longestValue + lookahead ? longestValue : Math.min(longestValue, Math.max(0, redacted.length - lookahead));
    return redacted.slice(0, end);
  }

  function redactNumber(value: number): number | string {
    if (value < longNumber || !Number.isInteger(value)) return value;
    const digits = String(value);
    const redacted = redaction.redactText(digits);
    return redacted === digits ? value : redacted;
  }

  function redactValue(key: string, value: AttributeValue): AttributeValue {
    if (typeof value === 'string') return redactString(value, key === attributeKeys.exceptionStacktrace ? redactStack : redactText);
    if (typeof value === 'number') return redactNumber(value);
    if (!Array.isArray(value)) return value;
    const items = value.map((item) =>
      typeof item === 'string' ? redactString(item, redactText) : typeof item === 'number' ? redactNumber(item) : item,
    );
    // All items of an array have one type.
    return (items.some((item, index) => item !== value[index]) ? items.map(String) : items) as AttributeValue;
  }

  return (attributes, isPublic) => {
    for (const key in attributes) {
      const value = attributes[key];
      if (value === undefined || typeof value === 'boolean' || safeKeys.has(key)) continue;
      const { shown, isSecret } = lookUp(key);
      if (!isSecret && isPublic?.(key) === true) {
        if (typeof value === 'string') attributes[key] = value.slice(0, longestValue);
        continue;
      }
      if (typeof value === 'number' && !isSecret && shown === key && value < longNumber) continue;
      const clean = isSecret ? redaction.conceal(() => value) : redactValue(key, value);
      if (clean === undefined || shown !== key) delete attributes[key];
      if (clean !== undefined) attributes[shown] = clean;
    }
  };
}

function lastSegment(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
