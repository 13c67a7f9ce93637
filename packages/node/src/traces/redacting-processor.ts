// Redacts every span when it ends. It is the first listener: the others, and so every exporter, see clean spans only.
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import { cutRedacted, lookahead } from '../redaction/cut.ts';
import { createKeyCache } from '../redaction/key-cache.ts';
import { isLongNumber } from '../redaction/numbers.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { EndedSpan, SpanListener } from './ended-span.ts';
import { textOf } from './span-input.ts';

/** The SDK sets these attributes. Their values are of closed sets, or numbers and ids: they need no search. */
const safeKeys = new Set<string>([
  attributeKeys.httpRequestMethod,
  attributeKeys.urlScheme,
  attributeKeys.httpRoute,
  attributeKeys.networkProtocolVersion,
  attributeKeys.networkPeerAddress,
  attributeKeys.clientAddress,
  attributeKeys.correlationId,
]);

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

/** Characters of a name or a status message that are shown at most. A long text is cut before it is searched: a search takes time. */
const longestText = 8192;

function redactSpan(span: EndedSpan, redaction: Redaction, redactAttributes: RedactAttributes, isPublicField: IsPublicField): void {
  redactAttributes(span.attributes);
  for (const event of span.events) {
    if (event.attributes !== undefined) redactAttributes(event.attributes, (key) => isPublicField(event.name, key));
    (event as { name: string }).name = redactName(event.name, redaction);
  }
  for (const link of span.links) {
    if (link.attributes !== undefined) redactAttributes(link.attributes);
  }
  // A span that has ended cannot be changed by its API. But its fields are plain data.
  const mutable = span as { name: string };
  mutable.name = redactName(span.name, redaction);
  if (span.status.message !== undefined) span.status.message = redactName(span.status.message, redaction);
}

/** Spans of another SDK may have names that are no texts. */
function redactName(name: unknown, redaction: Redaction): string {
  const text = textOf(name);
  if (text.length <= longestText) return redaction.redactText(text);
  return cutRedacted(redaction.redactText(text.slice(0, longestText + lookahead)), longestText, text.length < longestText + lookahead);
}

interface KnownKey {
  readonly shown: string;
  readonly isSecret: boolean;
}

/** Levels of maps and lists within a value that are shown. The encoding shows as many. */
const deepest = 16;

function createAttributeRedaction(redaction: Redaction, longestValue: number): RedactAttributes {
  const { redactText, redactStack, redactNumber } = redaction;
  const lookUp = createKeyCache((key): KnownKey => ({ shown: redactText(key), isSecret: redaction.isSecretKey(lastSegment(key)) }));

  function redactString(value: string, redact: (text: string) => string): string {
    // A value of this length was cut when it was set.
    return cutRedacted(redact(value), longestValue, value.length < longestValue + lookahead);
  }

  function redactValue(key: string, value: AttributeValue): AttributeValue {
    if (typeof value === 'string') return redactString(value, key === attributeKeys.exceptionStacktrace ? redactStack : redactText);
    if (typeof value === 'number') return redactNumber(value);
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value) || value.some((item) => typeof item === 'object' && item !== null)) {
      return redactNested(value, 0) as AttributeValue;
    }
    const items = value.map((item) =>
      typeof item === 'string' ? redactString(item, redactText) : typeof item === 'number' ? redactNumber(item) : item,
    );
    // All items of an array have one type.
    return (items.some((item, index) => item !== value[index]) ? items.map(String) : items) as AttributeValue;
  }

  /** Maps, and lists of maps. */
  function redactNested(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return redactString(value, redactText);
    if (typeof value === 'number') return redactNumber(value);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    if (depth >= deepest) return '[Truncated]';
    if (Array.isArray(value)) return value.map((item) => redactNested(item, depth + 1));
    const clean: [string, unknown][] = [];
    for (const [key, item] of Object.entries(value)) {
      const { shown, isSecret } = lookUp(key);
      const redacted = isSecret ? redaction.conceal(() => item as AttributeValue) : redactNested(item, depth + 1);
      if (redacted !== undefined) clean.push([shown, redacted]);
    }
    return Object.fromEntries(clean);
  }

  return (attributes, isPublic) => {
    for (const key in attributes) {
      const value = attributes[key];
      if (value === undefined || typeof value === 'boolean' || safeKeys.has(key)) continue;
      const { shown, isSecret } = lookUp(key);
      if (!isSecret && isPublic?.(key) === true) {
        if (typeof value === 'string') attributes[key] = cutRedacted(value, longestValue, true);
        continue;
      }
      if (typeof value === 'number' && !isSecret && shown === key && !isLongNumber(value)) continue;
      const clean = isSecret ? redaction.conceal(() => value) : redactValue(key, value);
      if (clean === undefined || shown !== key) delete attributes[key];
      if (clean !== undefined) attributes[shown] = clean;
    }
  };
}

function lastSegment(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
