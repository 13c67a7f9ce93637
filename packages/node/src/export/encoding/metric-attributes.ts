// Turns Prometheus labels into the OpenTelemetry attributes that they stand for.
import { attributeKeys } from '@plinth/catalog';
import type { StoredDefinition } from '../../metrics/stored-definition.ts';

/** Labels are texts. By the semantic conventions these attributes are integers. */
const integerAttributes = new Set<string>([attributeKeys.httpResponseStatusCode, attributeKeys.serverPort]);

export function buildAttributes(
  labels: Readonly<Record<string, string>>,
  definition: StoredDefinition,
): Readonly<Record<string, string | number>> {
  const attributes: Record<string, string | number> = {};
  for (const [label, value] of Object.entries(labels)) {
    if (value === '') continue;
    const key = definition.attributes?.[label] ?? label;
    attributes[key] = integerAttributes.has(key) && /^\d+$/.test(value) ? Number(value) : value;
  }
  return attributes;
}
