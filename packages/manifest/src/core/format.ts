// The format at one place of a manifest, read from its own JSON Schema.
import type { Path } from '@plinth/findings';

/** The part of JSON Schema that zod writes for a manifest. */
export interface FormatSchema {
  readonly properties?: Readonly<Record<string, FormatSchema>>;
  readonly additionalProperties?: FormatSchema | boolean;
  readonly items?: FormatSchema;
  readonly oneOf?: readonly FormatSchema[];
  readonly anyOf?: readonly FormatSchema[];
  readonly const?: unknown;
  /** A text in this place is a secret. */
  readonly secret?: boolean;
}

/** What a manifest may have in one place. */
export interface Format {
  /** The keys of a map there. Where a key such as `type` chooses between shapes, those of the chosen one. */
  readonly keys: readonly string[];
  /** The keys of each shape that the place may have. */
  readonly shapes: readonly (readonly string[])[];
  /** The values of a key that chooses between shapes. */
  readonly constantsOf: (key: string) => readonly string[];
  readonly isSecret: boolean;
}

/** @param input the whole value that the manifest holds */
export function findFormat(schema: FormatSchema, path: Path, input: unknown): Format {
  let shapes = expand(schema);
  let value = input;
  for (const part of path) {
    const around = value;
    shapes = choose(shapes, around).flatMap((shape) => stepInto(shape, part).flatMap(expand));
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined;
  }
  const chosen = choose(shapes, value);
  return {
    keys: [...new Set(chosen.flatMap(({ properties = {} }) => Object.keys(properties)))],
    shapes: shapes.map(({ properties = {} }) => Object.keys(properties)),
    constantsOf: (key) => shapes.flatMap(({ properties = {} }) => properties[key]?.const ?? []).map(String),
    isSecret: shapes.some(({ secret }) => secret === true),
  };
}

function stepInto(shape: FormatSchema, part: string | number): readonly FormatSchema[] {
  if (typeof part === 'number') return shape.items === undefined ? [] : [shape.items];
  const named = shape.properties?.[part];
  if (named !== undefined) return [named];
  return typeof shape.additionalProperties === 'object' ? [shape.additionalProperties] : [];
}

function expand(shape: FormatSchema): readonly FormatSchema[] {
  return (shape.oneOf ?? shape.anyOf)?.flatMap(expand) ?? [shape];
}

/** The shapes whose constant keys are as in the value. All of them where a constant is wrong: it chooses none. */
function choose(shapes: readonly FormatSchema[], value: unknown): readonly FormatSchema[] {
  const fitting = shapes.filter((shape) => fits(shape, value));
  return fitting.length > 0 ? fitting : shapes;
}

/** Tells whether the constant keys of a shape, such as `type`, are as in the value. */
function fits({ properties = {} }: FormatSchema, value: unknown): boolean {
  return Object.entries(properties).every(
    ([key, { const: constant }]) => constant === undefined || (value as Record<string, unknown> | undefined)?.[key] === constant,
  );
}
