// catalog.json: the telemetry of a service as data, in the form that `defineTelemetry` takes.
import { defineTelemetry, type TelemetryCatalog, type TelemetryInput } from '@plinth/catalog';

/** What other tools and reviewers read: metrics and events as their author defines them. */
export interface CatalogFile extends TelemetryInput {
  readonly version: 1;
  readonly service: string;
}

type Loose = Readonly<Record<string, unknown>>;

/**
 * Builds the file from catalogs that a module made, perhaps with another release of `@plinth/catalog`. Nothing about their
 * shape is taken for granted; keys that the format does not have are left out.
 */
export function buildCatalogFile(service: string, catalogs: readonly unknown[]): CatalogFile {
  const parts = catalogs.map(asRecord);
  return {
    version: 1,
    service,
    metrics: merge(parts.map(({ metrics }) => mapValues(metrics, buildMetricInput))) as NonNullable<TelemetryInput['metrics']>,
    events: merge(parts.map(({ events }) => mapValues(events, buildEventInput))) as NonNullable<TelemetryInput['events']>,
  };
}

/** The names that several catalogs of one service define differently. */
export function findConflicts(catalogs: readonly unknown[]): readonly string[] {
  const known = new Map<string, string>();
  const conflicts = new Set<string>();
  for (const { metrics, events } of catalogs.map(asRecord))
    for (const [name, value] of [...Object.entries(asRecord(metrics)), ...Object.entries(asRecord(events))]) {
      const text = JSON.stringify(value);
      if ((known.get(name) ?? text) !== text) conflicts.add(name);
      known.set(name, text);
    }
  return [...conflicts];
}

/** Tells whether a later release wrote the file. One that a person wrote may have no version. */
export function isOfLaterVersion(value: unknown): boolean {
  const { version = 1 } = asRecord(value);
  return version !== 1;
}

/** @throws {CatalogError} with everything that breaks the rules of a catalog */
export function parseCatalogFile(value: unknown): TelemetryCatalog {
  if (asRecord(value) !== value) return defineTelemetry(value as TelemetryInput);
  const { version: _version, service: _service, ...definition } = asRecord(value);
  return defineTelemetry(definition as TelemetryInput);
}

function buildMetricInput(metric: Loose): Loose {
  const { type, unit, help, owner, labels, buckets } = metric;
  return {
    type,
    unit,
    help,
    owner,
    ...inputIfAny('labels', mapValues(labels, buildLabelInput)),
    ...(buckets !== undefined && { buckets }),
  };
}

function buildLabelInput({ values, limit }: Loose): Loose {
  return Array.isArray(values) ? { values, ...(limit !== values.length && { limit }) } : { limit };
}

function buildEventInput({ help, owner, level, fields, counter, measures }: Loose): Loose {
  const labels = asRecord(asRecord(counter)['labels']);
  const limitOf = (name: string, field: Loose): Loose => {
    const { limit } = asRecord(labels[name]);
    const isImplied = field['type'] !== 'string' || (Array.isArray(field['values']) && field['values'].length === limit);
    return limit === undefined || isImplied ? {} : { limit };
  };
  const inputs = Object.fromEntries(
    Object.entries(asRecord(fields)).map(([name, value]) => {
      const { type, class: dataClass, optional, values } = asRecord(value);
      const field = { type, class: dataClass, ...(optional === true && { optional }), ...(values !== undefined && { values }) };
      return [name, { ...field, ...limitOf(name, field) }];
    }),
  );
  const histograms = mapValues(measures, ({ name, unit, help: text, buckets }) => ({
    name,
    unit,
    help: text,
    ...(buckets !== undefined && { buckets }),
  }));
  return {
    help,
    owner,
    level,
    ...inputIfAny('fields', inputs),
    ...(Object.keys(labels).length > 0 && { labels: Object.keys(labels) }),
    ...inputIfAny('measures', histograms),
  };
}

function inputIfAny(key: string, value: Loose): Loose {
  return Object.keys(value).length === 0 ? {} : { [key]: value };
}

function mapValues(value: unknown, build: (each: Loose) => Loose): Loose {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([key, each]) => [key, build(asRecord(each))]));
}

/** In the order of the names, so that the order of definitions changes no file. */
function merge(parts: readonly Loose[]): Loose {
  const entries = parts.flatMap((part) => Object.entries(part));
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : Number(left > right))));
}

function asRecord(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}
