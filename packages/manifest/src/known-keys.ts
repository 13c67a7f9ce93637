// Which keys the format has at a place, read from its own JSON Schema.
import type { ManifestPath } from './yaml-source.ts';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

export function findKnownKeys(schema: JsonSchema, path: ManifestPath, input: unknown): readonly string[] {
  let shapes: readonly JsonSchema[] = [schema];
  let value = input;
  for (const part of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined;
    shapes = shapes.flatMap((shape) => expand(stepInto(shape, part), value));
  }
  return [...new Set(shapes.flatMap(({ properties = {} }) => Object.keys(properties)))];
}

function stepInto(shape: JsonSchema, part: string | number): JsonSchema | undefined {
  if (typeof part === 'number') return shape.items;
  return shape.properties?.[part] ?? (typeof shape.additionalProperties === 'object' ? shape.additionalProperties : undefined);
}

/** Of several shapes those whose constant keys, such as `type`, are as in the value. */
function expand(shape: JsonSchema | undefined, value: unknown): readonly JsonSchema[] {
  if (shape === undefined) return [];
  const alternatives = shape.oneOf ?? shape.anyOf;
  if (alternatives === undefined) return [shape];
  const fitting = alternatives.filter(({ properties = {} }) =>
    Object.entries(properties).every(
      ([key, { const: constant }]) => constant === undefined || (value as Record<string, unknown> | undefined)?.[key] === constant,
    ),
  );
  return fitting.flatMap((alternative) => expand(alternative, value));
}
