// Attributes, resources and scopes of a decoded message.
import { buildInteger } from './integer.ts';
import type { Message } from './schema.ts';
import type { Attributes, AttributeValue, Resource, Scope } from './types.ts';

/** Attributes by key, the last of a repeated key; any key is safe, `__proto__` as well. */
export function buildAttributes(list: readonly Message<'KeyValue'>[] | null | undefined): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const { key, value } of list ?? []) {
    const built = buildAttributeValue(value);
    // An assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(attributes, key, { value: built, enumerable: true, configurable: true, writable: true });
    else attributes[key ?? ''] = built;
  }
  return attributes;
}

/** The value, or null where none is set or where it is of a type that is not known. */
export function buildAttributeValue(value: Message<'AnyValue'> | null | undefined): AttributeValue {
  if (value === null || value === undefined) return null;
  const { intValue, bytesValue, arrayValue, kvlistValue } = value;
  if (intValue !== null && intValue !== undefined) return buildInteger(intValue);
  // Copied: a view would keep the whole request in memory.
  if (bytesValue !== null && bytesValue !== undefined) return new Uint8Array(bytesValue);
  if (arrayValue !== null && arrayValue !== undefined) return (arrayValue.values ?? []).map(buildAttributeValue);
  if (kvlistValue !== null && kvlistValue !== undefined) return buildAttributes(kvlistValue.values);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? null;
}

/** The resource of a group of records. */
export function buildResource({ resource, schemaUrl }: Pick<Message<'ResourceSpans'>, 'resource' | 'schemaUrl'>): Resource {
  return {
    attributes: buildAttributes(resource?.attributes),
    droppedAttributesCount: resource?.droppedAttributesCount ?? 0,
    schemaUrl: schemaUrl ?? '',
  };
}

/** The instrumentation scope of a group of records. */
export function buildScope({ scope, schemaUrl }: Pick<Message<'ScopeSpans'>, 'scope' | 'schemaUrl'>): Scope {
  return {
    name: scope?.name ?? '',
    version: scope?.version ?? '',
    attributes: buildAttributes(scope?.attributes),
    droppedAttributesCount: scope?.droppedAttributesCount ?? 0,
    schemaUrl: schemaUrl ?? '',
  };
}
