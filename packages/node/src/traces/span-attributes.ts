// Attributes as a span may have them: valid, cut to length, no more than the limit.
import type { Attributes } from '@opentelemetry/api';
import { cleanAttributes } from '@opentelemetry/core';

export interface SpanLimits {
  readonly attributeCount: number;
  readonly attributeValueLength: number;
  readonly eventCount: number;
  readonly linkCount: number;
  readonly eventAttributeCount: number;
  readonly linkAttributeCount: number;
}

/** The value as a span may have it. Undefined where it is no value of an attribute. */
export function cleanValue(value: unknown, longest: number): Attributes[string] {
  if (typeof value === 'string') return value.length <= longest ? value : value.slice(0, longest);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === undefined) return undefined;
  // Arrays, maps and bytes are rare. OpenTelemetry's own code checks and copies them.
  return cleanAttributes({ value: value as Attributes[string] }, { attributeCountLimit: 1, attributeValueLengthLimit: longest })
    .attributes?.['value'];
}
