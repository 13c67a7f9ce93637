// Reading values that nobody has checked.
import type { Path } from '@plinth/findings';

export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a mapping. Anything else becomes an empty mapping. */
export function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** The value as a list. Anything else becomes an empty list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function getAt(value: unknown, ...path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)];
    else if (isMapping(current) && Object.hasOwn(current, step)) current = current[String(step)];
    else return undefined;
  }
  return current;
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Every scalar below a value, with its path. */
export function* findScalars(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* findScalars(item, [...path, index]);
  } else if (isMapping(value)) {
    for (const [key, item] of Object.entries(value)) yield* findScalars(item, [...path, key]);
  } else {
    yield { path, value };
  }
}

/** Every mapping below a value, itself included, with its path. */
export function* findMappings(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: Mapping }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* findMappings(item, [...path, index]);
  } else if (isMapping(value)) {
    yield { path, value };
    for (const [key, item] of Object.entries(value)) yield* findMappings(item, [...path, key]);
  }
}
