// The shape of a definition as it arrives: JavaScript and JSON do not keep to the types.
import { buildProblem, renderArrived, type CatalogProblem } from './errors.ts';

export type PlainObject = Readonly<Record<string, unknown>>;

/** Path of a property: `metrics["order.value"].labels.le`, `buckets[2]`. The path of the whole is empty. */
export function buildPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** Whether a value is an object literal or an imported module; a Map, a Date or an array is neither. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const tag = Object.prototype.toString.call(value);
  return tag === '[object Object]' || tag === '[object Module]';
}

/** The own property of an object; undefined where it is only inherited. */
export function readProperty(object: PlainObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Checks that `value` is an object with no other than the known properties. */
export function checkObject(value: unknown, path: string, known: readonly string[]): CatalogProblem[] {
  if (!isPlainObject(value)) return [buildProblem('catalog.not_an_object', path, renderArrived(value))];
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => buildProblem('catalog.unknown_property', buildPath(path, key), renderArrived(key), `known are ${known.join(', ')}`));
}

/** Checks each entry of an object; one that is left out has none. */
export function checkEntries(
  value: unknown,
  path: string,
  checkEntry: (key: string, entry: unknown, path: string) => readonly CatalogProblem[],
): CatalogProblem[] {
  if (value === undefined) return [];
  if (!isPlainObject(value)) return [buildProblem('catalog.not_an_object', path, renderArrived(value))];
  return Object.entries(value).flatMap(([key, entry]) => checkEntry(key, entry, buildPath(path, key)));
}

/** Checks each item of an array. */
export function checkItems(
  value: unknown,
  path: string,
  checkItem: (item: unknown, path: string, index: number, items: readonly unknown[]) => readonly CatalogProblem[],
): CatalogProblem[] {
  if (!Array.isArray(value)) return [buildProblem('catalog.not_an_array', path, renderArrived(value))];
  // Array.from visits the holes of a sparse array too.
  return Array.from(value as readonly unknown[]).flatMap((item, index, items) => checkItem(item, buildPath(path, index), index, items));
}
