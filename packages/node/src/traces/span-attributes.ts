// Attributes as a span may hold them: valid, cut to length, no more than the limit.
import type { Attributes } from '@opentelemetry/api';
import { cleanAttributes } from '@opentelemetry/core';

export interface SpanLimits {
  readonly attributeCount: number;
  readonly attributeValueLength: number;
  readonly eventCount: number;
  readonly linkCount: number;
}

/** Attributes of an event or link: the specification's default, which no variable changes here. */
const attributesPerItem = 128;

/** The value as it may be kept; undefined where it is none. */
export function cleanValue(value: unknown, longest: number): Attributes[string] {
  if (typeof value === 'string') return value.length <= longest ? value : value.slice(0, longest);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === undefined) return undefined;
  // Arrays, maps and bytes are rare: checked and copied as OpenTelemetry does it.
  return cleanAttributes({ value: value as Attributes[string] }, { attributeCountLimit: 1, attributeValueLengthLimit: longest })
    .attributes?.['value'];
}

/** Limits of the attributes of an event or a link. */
export function itemLimits(limits: SpanLimits): { readonly attributeCountLimit: number; readonly attributeValueLengthLimit: number } {
  return { attributeCountLimit: attributesPerItem, attributeValueLengthLimit: limits.attributeValueLength };
}
