// What a business event must be before it is built: level, fields, labels, measures.
import { buildProblem, renderArrived, type CatalogProblem } from './errors.ts';
import { dataClasses, eventLevels, fieldTypes } from './event-definition.ts';
import { checkBound, checkBoundForm, checkSeries, countValues } from './label-rules.ts';
import { checkBuckets, checkUnit } from './metric-rules.ts';
import { checkFieldName, checkLabelName, checkName } from './naming-rules.ts';
import { buildPath, checkEntries, checkItems, checkObject, isPlainObject, readProperty, type PlainObject } from './shape.ts';
import { checkHelp, checkOwner } from './text-rules.ts';

const eventProperties = ['help', 'owner', 'level', 'fields', 'labels', 'measures'];
const fieldProperties = ['type', 'class', 'optional', 'values', 'limit'];
const measureProperties = ['name', 'unit', 'help', 'buckets'];

/** Checks one entry of `events`. */
export function checkEvent(name: string, input: unknown, path: string): CatalogProblem[] {
  const problems = [...checkName(name, path), ...checkObject(input, path, eventProperties)];
  if (!isPlainObject(input)) return problems;
  const given = readProperty(input, 'fields');
  const fields = isPlainObject(given) ? given : {};
  return [
    ...problems,
    ...checkHelp(readProperty(input, 'help'), buildPath(path, 'help')),
    ...checkOwner(readProperty(input, 'owner'), buildPath(path, 'owner')),
    ...checkLevel(readProperty(input, 'level'), buildPath(path, 'level')),
    ...checkEntries(given, buildPath(path, 'fields'), checkField),
    ...checkEventLabels(readProperty(input, 'labels'), fields, path),
    ...checkEntries(readProperty(input, 'measures'), buildPath(path, 'measures'), (field, measure, measurePath) =>
      checkMeasure(readProperty(fields, field), measure, measurePath),
    ),
  ];
}

function checkLevel(level: unknown, path: string): CatalogProblem[] {
  return level === undefined || isOneOf(eventLevels, level) ? [] : [buildProblem('catalog.event_level', path, renderArrived(level))];
}

function checkField(field: string, input: unknown, path: string): CatalogProblem[] {
  const problems = [...checkFieldName(field, path), ...checkObject(input, path, fieldProperties)];
  if (!isPlainObject(input)) return problems;
  const type = readProperty(input, 'type');
  const dataClass = readProperty(input, 'class');
  const optional = readProperty(input, 'optional');
  if (!isOneOf(fieldTypes, type)) problems.push(buildProblem('catalog.field_type', buildPath(path, 'type'), renderArrived(type)));
  if (!isOneOf(dataClasses, dataClass)) {
    problems.push(buildProblem('catalog.field_class', buildPath(path, 'class'), renderArrived(dataClass)));
  }
  if (optional !== undefined && typeof optional !== 'boolean') {
    problems.push(buildProblem('catalog.field_optional', buildPath(path, 'optional'), renderArrived(optional)));
  }
  if (type === 'number' || type === 'boolean') {
    const misplaced = ['values', 'limit'].filter((key) => readProperty(input, key) !== undefined);
    problems.push(...misplaced.map((key) => buildProblem('catalog.field_not_text', buildPath(path, key), `${key} on a ${type}`)));
    return problems;
  }
  return [...problems, ...checkBoundForm(input, path)];
}

function checkEventLabels(labels: unknown, fields: PlainObject, eventPath: string): CatalogProblem[] {
  if (labels === undefined) return [];
  const path = buildPath(eventPath, 'labels');
  const problems = checkItems(labels, path, (label, itemPath, index, items) => {
    const field = typeof label === 'string' ? readProperty(fields, label) : undefined;
    if (typeof label !== 'string' || field === undefined) {
      return [buildProblem('catalog.event_label_unknown', itemPath, renderArrived(label))];
    }
    if (items.indexOf(label) < index) return [buildProblem('catalog.event_label_duplicate', itemPath, renderArrived(label))];
    return [...checkLabelName(label, itemPath), ...(isPlainObject(field) ? checkLabelField(label, field, itemPath) : [])];
  });
  const names: readonly unknown[] = Array.isArray(labels) ? [...new Set<unknown>(labels)] : [];
  const labelled = names.map((name) => (typeof name === 'string' ? readProperty(fields, name) : undefined));
  return [...problems, ...checkSeries(labelled.map(countFieldValues), path)];
}

function checkLabelField(label: string, field: PlainObject, path: string): CatalogProblem[] {
  const problems: CatalogProblem[] = [];
  const type = readProperty(field, 'type');
  const dataClass = readProperty(field, 'class');
  if (dataClass === 'personal' || dataClass === 'secret') problems.push(buildProblem('catalog.label_data_class', path, dataClass));
  if (type === 'number') problems.push(buildProblem('catalog.event_label_number', path, 'a number field'));
  return type === 'string' ? [...problems, ...checkBound(label, field, path)] : problems;
}

function countFieldValues(field: unknown): number {
  return isPlainObject(field) && readProperty(field, 'type') === 'boolean' ? 2 : countValues(field);
}

function checkMeasure(field: unknown, measure: unknown, path: string): CatalogProblem[] {
  const problems = [...checkMeasuredField(field, path), ...checkObject(measure, path, measureProperties)];
  if (!isPlainObject(measure)) return problems;
  return [
    ...problems,
    ...checkName(readProperty(measure, 'name'), buildPath(path, 'name')),
    ...checkUnit(readProperty(measure, 'unit'), buildPath(path, 'unit')),
    ...checkHelp(readProperty(measure, 'help'), buildPath(path, 'help')),
    ...checkBuckets(measure, path),
  ];
}

function checkMeasuredField(field: unknown, path: string): CatalogProblem[] {
  if (field === undefined) return [buildProblem('catalog.measure_unknown', path, 'no such field')];
  if (!isPlainObject(field)) return [];
  const type = readProperty(field, 'type');
  return [
    ...(type === 'string' || type === 'boolean' ? [buildProblem('catalog.measure_not_number', path, `a ${type} field`)] : []),
    ...(readProperty(field, 'class') === 'secret' ? [buildProblem('catalog.measure_secret', path, 'a secret field')] : []),
  ];
}

function isOneOf(allowed: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && allowed.includes(value);
}
