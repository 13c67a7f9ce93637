// How many series a metric can have: each label has known values or a limit, and their product is bounded.
import { buildProblem, renderArrived, type CatalogProblem } from './errors.ts';
import { checkLabelName } from './naming-rules.ts';
import { buildPath, checkEntries, checkItems, checkObject, isPlainObject, readProperty, type PlainObject } from './shape.ts';

const maxLimit = 1000;
const maxSeries = 10_000;

/** Ids that differ in every request: a series each. */
const unboundedIds: ReadonlySet<string> = new Set(['correlation_id', 'trace_id', 'span_id']);

/** Checks the `labels` of a metric. */
export function checkLabels(labels: unknown, path: string): CatalogProblem[] {
  const problems = checkEntries(labels, path, checkLabel);
  const rules = isPlainObject(labels) ? Object.values(labels) : [];
  return [...problems, ...checkSeries(rules.map(countValues), path)];
}

function checkLabel(label: string, rule: unknown, path: string): CatalogProblem[] {
  const problems = [...checkLabelName(label, path), ...checkObject(rule, path, ['values', 'limit'])];
  return isPlainObject(rule) ? [...problems, ...checkBound(label, rule, path), ...checkBoundForm(rule, path)] : problems;
}

/** Checks that a label has a bound: `values`, or `limit` unless it is an id. */
export function checkBound(label: string, rule: PlainObject, path: string): CatalogProblem[] {
  if (readProperty(rule, 'values') !== undefined) return [];
  if (unboundedIds.has(label)) return [buildProblem('catalog.label_id', path, renderArrived(label))];
  return readProperty(rule, 'limit') === undefined ? [buildProblem('catalog.label_unbounded', path, 'neither values nor limit')] : [];
}

/** Checks `values` and `limit` of a label or a field, each where it is given. */
export function checkBoundForm(rule: PlainObject, path: string): CatalogProblem[] {
  const values = readProperty(rule, 'values');
  const limit = readProperty(rule, 'limit');
  const valuesPath = buildPath(path, 'values');
  const count = Array.isArray(values) ? values.length : 0;
  if (limit === undefined) {
    return [
      ...checkValues(values, valuesPath),
      ...(count > maxLimit ? [buildProblem('catalog.label_limit', valuesPath, `${count} values`)] : []),
    ];
  }
  const isWithin = Number.isInteger(limit) && Number(limit) >= Math.max(1, count) && Number(limit) <= maxLimit;
  const limitProblems = isWithin ? [] : [buildProblem('catalog.label_limit', buildPath(path, 'limit'), renderArrived(limit))];
  return [...checkValues(values, valuesPath), ...limitProblems];
}

function checkValues(values: unknown, path: string): CatalogProblem[] {
  if (values === undefined) return [];
  if (Array.isArray(values) && values.length === 0) return [buildProblem('catalog.values_empty', path, renderArrived(values))];
  return checkItems(values, path, (value, itemPath, index, items) => {
    if (typeof value !== 'string' || value === '') return [buildProblem('catalog.value_not_text', itemPath, renderArrived(value))];
    return items.indexOf(value) < index ? [buildProblem('catalog.values_duplicate', itemPath, renderArrived(value))] : [];
  });
}

/** How many values a label or a string field can have; 1 where its rule is not valid. */
export function countValues(rule: unknown): number {
  if (!isPlainObject(rule)) return 1;
  const limit = readProperty(rule, 'limit');
  if (typeof limit === 'number' && Number.isInteger(limit)) return Math.max(1, limit);
  const values = readProperty(rule, 'values');
  return Array.isArray(values) ? Math.max(1, values.length) : 1;
}

/** Checks the product of the numbers of values. */
export function checkSeries(counts: readonly number[], path: string): CatalogProblem[] {
  const series = counts.reduce((product, count) => product * count, 1);
  return series > maxSeries ? [buildProblem('catalog.label_series', path, String(series))] : [];
}
