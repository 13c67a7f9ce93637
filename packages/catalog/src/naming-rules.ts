// How metrics, events, labels and fields may be named.
// Sources: https://opentelemetry.io/docs/specs/semconv/general/naming/ and https://prometheus.io/docs/practices/naming/
import { buildProblem, renderArrived, type CatalogProblem } from './errors.ts';
import { reservedLogFields } from './log-fields.ts';
import { unitSuffixes } from './units.ts';

/** Length of an instrument name. Source: https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-name-syntax */
const maxLength = 255;

const word = '[a-z][a-z0-9]*(?:_[a-z0-9]+)*';
const dottedName = new RegExp(`^${word}(?:\\.${word})*$`);
const snakeCaseName = new RegExp(`^${word}$`);

/**
 * Sample suffixes that Prometheus gives by type.
 * Source: https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md#suffixes
 */
const typeSuffixes: ReadonlySet<string> = new Set(['total', 'count', 'sum', 'bucket', 'info']);

/**
 * The exposition sets `le` and `quantile`; the scrape sets `job` and `instance`.
 * Source: https://prometheus.io/docs/concepts/jobs_instances/
 */
const reservedLabels = ['le', 'quantile', 'job', 'instance'] as const;

/** Prometheus keeps `__` for itself; OpenTelemetry puts the instrumentation scope under `otel_`. */
const reservedLabelPrefixes = ['__', 'otel_'] as const;

/** The label names that a definition may not use. */
export type ReservedLabel = (typeof reservedLabels)[number] | `${(typeof reservedLabelPrefixes)[number]}${string}`;

/** Whether text is a well-formed metric or event name, whatever its last word. */
export function isDottedName(text: unknown): text is string {
  return typeof text === 'string' && dottedName.test(text);
}

/** Checks the name of a metric, a measure or an event. */
export function checkName(name: unknown, path: string): CatalogProblem[] {
  if (typeof name !== 'string') return [buildProblem('catalog.name_charset', path, renderArrived(name))];
  const problems: CatalogProblem[] = [];
  const lastWord = name.split(/[._]/).at(-1) ?? '';
  if (!dottedName.test(name)) problems.push(buildProblem('catalog.name_charset', path, renderArrived(name)));
  if (name.length > maxLength) problems.push(buildProblem('catalog.name_length', path, `${name.length} characters`));
  if (typeSuffixes.has(lastWord)) problems.push(buildProblem('catalog.name_suffix', path, renderArrived(name)));
  if (unitSuffixes.has(lastWord)) problems.push(buildProblem('catalog.name_unit', path, renderArrived(name)));
  return problems;
}

/** Checks the name of a label. */
export function checkLabelName(label: string, path: string): CatalogProblem[] {
  if ((reservedLabels as readonly string[]).includes(label) || reservedLabelPrefixes.some((prefix) => label.startsWith(prefix))) {
    return [buildProblem('catalog.label_reserved', path, renderArrived(label))];
  }
  return isSnakeCase(label) ? [] : [buildProblem('catalog.label_name', path, renderArrived(label))];
}

/** Checks the name of an event's field, which stands beside the fields of every log line. */
export function checkFieldName(field: string, path: string): CatalogProblem[] {
  if (reservedLogFields.includes(field)) return [buildProblem('catalog.field_reserved', path, renderArrived(field))];
  return isSnakeCase(field) ? [] : [buildProblem('catalog.field_name', path, renderArrived(field))];
}

function isSnakeCase(text: string): boolean {
  return text.length <= maxLength && snakeCaseName.test(text);
}
