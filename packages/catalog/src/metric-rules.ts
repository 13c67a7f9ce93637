// What a metric must be before it is built: type, unit, buckets, labels.
import { buildProblem, renderArrived, type CatalogProblem } from './errors.ts';
import { checkLabels } from './label-rules.ts';
import { instrumentTypes } from './instrument-type.ts';
import { checkName } from './naming-rules.ts';
import { buildPath, checkItems, checkObject, isPlainObject, readProperty, type PlainObject } from './shape.ts';
import { checkHelp, checkOwner } from './text-rules.ts';
import { baseUnitFor, isBaseUnit } from './units.ts';

const properties = ['type', 'unit', 'help', 'owner', 'labels', 'buckets'];

/** Checks one entry of `metrics`. */
export function checkMetric(name: string, input: unknown, path: string): CatalogProblem[] {
  const problems = [...checkName(name, path), ...checkObject(input, path, properties)];
  if (!isPlainObject(input)) return problems;
  const type = readProperty(input, 'type');
  return [
    ...problems,
    ...checkType(type, buildPath(path, 'type')),
    ...checkUnit(readProperty(input, 'unit'), buildPath(path, 'unit')),
    ...checkHelp(readProperty(input, 'help'), buildPath(path, 'help')),
    ...checkOwner(readProperty(input, 'owner'), buildPath(path, 'owner')),
    ...checkLabels(readProperty(input, 'labels'), buildPath(path, 'labels')),
    ...(type === 'histogram' ? checkBuckets(input, path) : checkNoBuckets(input, path, type)),
  ];
}

function checkType(type: unknown, path: string): CatalogProblem[] {
  return isInstrumentType(type) ? [] : [buildProblem('catalog.metric_type', path, renderArrived(type))];
}

function isInstrumentType(type: unknown): boolean {
  return typeof type === 'string' && instrumentTypes.includes(type);
}

/** Checks that a unit is a base unit, and names the one to use instead. */
export function checkUnit(unit: unknown, path: string): CatalogProblem[] {
  if (typeof unit === 'string' && isBaseUnit(unit)) return [];
  return [buildProblem('catalog.unit_not_base', path, renderArrived(unit), typeof unit === 'string' ? findUnitRemedy(unit) : undefined)];
}

function findUnitRemedy(unit: string): string | undefined {
  const base = baseUnitFor.get(unit);
  if (base === '1') return 'use 1 and record the ratio, 0 to 1';
  if (base !== undefined) return `use ${base} and convert the values`;
  return unit.includes('/') ? 'count the amount with a counter: rate() makes the rate' : undefined;
}

/** Checks the `buckets` of a histogram, if it has any. */
export function checkBuckets(input: PlainObject, path: string): CatalogProblem[] {
  const buckets = readProperty(input, 'buckets');
  const bucketsPath = buildPath(path, 'buckets');
  if (buckets === undefined) return [];
  if (Array.isArray(buckets) && buckets.length === 0) return [buildProblem('catalog.buckets_empty', bucketsPath, renderArrived(buckets))];
  return checkItems(buckets, bucketsPath, (bucket, itemPath, index, items) => {
    if (typeof bucket !== 'number' || !Number.isFinite(bucket)) {
      return [buildProblem('catalog.bucket_not_finite', itemPath, renderArrived(bucket))];
    }
    const previous = items[index - 1];
    return typeof previous === 'number' && bucket <= previous
      ? [buildProblem('catalog.buckets_not_ascending', itemPath, `${bucket} after ${previous}`)]
      : [];
  });
}

function checkNoBuckets(input: PlainObject, path: string, type: unknown): CatalogProblem[] {
  if (readProperty(input, 'buckets') === undefined || !isInstrumentType(type)) return [];
  return [buildProblem('catalog.buckets_not_histogram', buildPath(path, 'buckets'), `buckets on a ${String(type)}`)];
}
