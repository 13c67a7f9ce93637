// Every problem a definition can have, by code: what was expected and what to do.
import type { CodedError, CodeRow, CodeTable, Problem } from '@plinth/findings';

/** The problems of a definition by code. A code keeps its meaning for ever. */
export const catalogProblems = {
  'catalog.not_an_object': { message: 'expected a plain object', remedy: 'write it as { … }' },
  'catalog.not_an_array': { message: 'expected an array', remedy: 'write it as [ … ]' },
  'catalog.unknown_property': { message: 'expected only known properties', remedy: 'correct the spelling or remove it' },

  'catalog.name_charset': {
    message: 'expected lower-case snake_case words joined by dots, each beginning with a letter',
    remedy: 'write it like payment.authorisation.duration',
  },
  'catalog.name_length': { message: 'expected a name of at most 255 characters', remedy: 'shorten it' },
  'catalog.name_suffix': {
    message: 'expected a name that does not end with total, count, sum, bucket or info',
    remedy: 'drop the word: the Prometheus name gets its suffix from the type',
  },
  'catalog.name_unit': { message: 'expected a name that does not end with a unit', remedy: 'drop the word: `unit` says it already' },
  'catalog.name_collision': {
    message: 'expected names that no other metric has, in OpenTelemetry and in Prometheus',
    remedy: 'rename one of the two',
  },

  'catalog.help_empty': { message: 'expected a sentence that says what is measured or what happened', remedy: 'write it' },
  'catalog.help_form': { message: 'expected one line of at most 1023 characters', remedy: 'shorten it, and move the rest to a document' },
  'catalog.owner_empty': { message: 'expected the team that answers for it', remedy: 'name the team' },

  'catalog.metric_type': { message: 'expected counter, updowncounter, gauge or histogram', remedy: 'choose one of them' },
  'catalog.unit_not_base': {
    message: 'expected a base unit',
    remedy: 'use s, By, 1, m, V, A, J, W, g, Cel, Hz, or what is counted in braces, like {job}',
  },
  'catalog.buckets_not_histogram': { message: 'expected buckets on a histogram only', remedy: 'remove them or make it a histogram' },
  'catalog.buckets_empty': { message: 'expected at least one bucket', remedy: 'list the upper bounds or leave buckets out' },
  'catalog.bucket_not_finite': { message: 'expected a finite number', remedy: 'leave +Inf out: it is always there' },
  'catalog.buckets_not_ascending': {
    message: 'expected a bucket greater than the one before',
    remedy: 'sort the buckets and remove duplicates',
  },

  'catalog.label_name': { message: 'expected a snake_case name of at most 255 characters', remedy: 'write it like card_network' },
  'catalog.label_reserved': {
    message: 'expected a label that Prometheus and OpenTelemetry do not set themselves',
    remedy: 'choose another name than le, quantile, job, instance, __… or otel_…',
  },
  'catalog.label_unbounded': {
    message: 'expected a bounded number of values',
    remedy: 'list `values`, or give the `limit` of how many different ones are kept',
  },
  'catalog.label_id': {
    message: 'expected no id as a label, as every request has its own',
    remedy: 'leave it to logs, traces and exemplars, which have it already',
  },
  'catalog.label_limit': {
    message: 'expected an integer from 1 to 1000, not less than the number of `values`',
    remedy: 'lower it, or use a label with fewer values',
  },
  'catalog.label_series': {
    message: 'expected at most 10000 combinations of label values',
    remedy: 'remove a label, or lower the limits',
  },
  'catalog.label_data_class': {
    message: 'expected a label of class public or internal',
    remedy: 'remove the label: labels reach every dashboard, and nothing redacts them',
  },
  'catalog.values_empty': { message: 'expected at least one value', remedy: 'list the values' },
  'catalog.value_not_text': {
    message: 'expected a non-empty string',
    remedy: 'name the value: Prometheus cannot tell an empty label from a missing one',
  },
  'catalog.values_duplicate': { message: 'expected each value once', remedy: 'remove the duplicate' },

  'catalog.event_level': { message: 'expected error, warn, info, http, verbose, debug or silly', remedy: 'choose one of them' },
  'catalog.event_label_unknown': { message: 'expected the name of a field of the event', remedy: 'add the field or correct the spelling' },
  'catalog.event_label_duplicate': { message: 'expected each label once', remedy: 'remove the duplicate' },
  'catalog.event_label_number': {
    message: 'expected a string or boolean field',
    remedy: 'measure the number instead of making it a label',
  },

  'catalog.field_name': { message: 'expected a snake_case name of at most 255 characters', remedy: 'write it like order_id' },
  'catalog.field_reserved': {
    message: 'expected a name that is not a field of every log line',
    remedy: 'choose another name, like order_message for message',
  },
  'catalog.field_type': { message: 'expected string, number or boolean', remedy: 'choose one of them' },
  'catalog.field_class': {
    message: 'expected public, internal, personal or secret',
    remedy: 'say who may see the field; when in doubt, personal',
  },
  'catalog.field_optional': { message: 'expected true or false', remedy: 'leave it out for a field that is always there' },
  'catalog.field_not_text': {
    message: 'expected `values` and `limit` on a string field only',
    remedy: 'remove it or make the field a string',
  },

  'catalog.measure_unknown': { message: 'expected the name of a field of the event', remedy: 'add the field or correct the spelling' },
  'catalog.measure_not_number': { message: 'expected a number field', remedy: 'measure a number, or make the field a label' },
  'catalog.measure_secret': {
    message: 'expected a field that is not secret',
    remedy: 'remove the measure: its buckets would tell the value',
  },
} as const satisfies CodeTable;

export type CatalogProblemCode = keyof typeof catalogProblems;

/** One thing that is wrong with a definition. */
export interface CatalogProblem extends Problem {
  readonly code: CatalogProblemCode;
  /** Where it is: `metrics["order.value"].labels.le`. */
  readonly path: string;
  /** What was expected, and what arrived. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
}

/** Builds a problem. `remedy` is given where there is more to say than the table does. */
export function buildProblem(code: CatalogProblemCode, path: string, arrived: string, remedy?: string): CatalogProblem {
  const row: CodeRow = catalogProblems[code];
  return { code, path, message: `${row.message}, got ${arrived}`, remedy: remedy ?? row.remedy };
}

const quotedLength = 60;

/** A value as it is quoted in a message: short, on one line. */
export function renderArrived(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > quotedLength ? `${value.slice(0, quotedLength)}…` : value);
  }
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Thrown by `defineTelemetry`, with everything that is wrong with the definition. */
export class CatalogError extends Error implements CodedError {
  override readonly name = 'CatalogError';
  readonly code = 'catalog.definition_invalid';
  readonly exit = 'findings';
  readonly problems: readonly CatalogProblem[];

  constructor(problems: readonly CatalogProblem[]) {
    const lines = problems.map(({ code, path, message, remedy }) => `  ${path}: ${message}; ${remedy} (${code})`);
    super(`catalog.definition_invalid: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
