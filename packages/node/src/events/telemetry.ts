// Binds a service's catalog to the SDK: its metrics become instruments, its events become one call for all three signals.
import { context, trace, type Attributes } from '@opentelemetry/api';
import type {
  EventDefinition,
  EventFields,
  EventName,
  EventNameWithoutFields,
  MetricDefinition,
  MetricLabelsParameter,
  MetricName,
  MetricType,
  TelemetryCatalog,
} from '@plinth/catalog';
import type { ErrorCode, Problem } from '../errors.ts';
import { listKnownLabels, type Labels } from '../metrics/label-guard.ts';
import type { Instrument, MetricStore } from '../metrics/metric-store.ts';

/** Counters and up-down counters add, gauges and histograms record. */
export type CatalogMetric<C extends TelemetryCatalog, N extends MetricName<C>> =
  MetricType<C, N> extends 'counter' | 'updowncounter'
    ? {
        /** Adds to the sum; counters take no negative values. Unit: that of the definition. Never throws. */
        add(value: number, ...labels: MetricLabelsParameter<C, N>): void;
      }
    : {
        /** Sets a gauge, or observes a value in a histogram. Unit: that of the definition. Never throws. */
        record(value: number, ...labels: MetricLabelsParameter<C, N>): void;
      };

export type CatalogMetrics<C extends TelemetryCatalog> = { readonly [N in MetricName<C>]: CatalogMetric<C, N> };

export interface CatalogEvents<C extends TelemetryCatalog> {
  /**
   * Tells once that something happened: counts it, observes its measures with an exemplar, writes the log record with
   * the event's name, and marks the active span. Never throws.
   */
  emit<E extends EventName<C>>(name: E, fields: EventFields<C, E>): void;
  /** Tells an event that needs no fields. */
  emit(name: EventNameWithoutFields<C>): void;
}

export interface BoundTelemetry<C extends TelemetryCatalog> {
  readonly metrics: CatalogMetrics<C>;
  readonly events: CatalogEvents<C>;
}

export type DataClasses = Readonly<Record<string, EventDefinition['fields'][string]['class']>>;

export interface TelemetryTargets {
  readonly store: MetricStore;
  readonly writeEvent: (level: string, name: string, fields: Readonly<Record<string, unknown>>, classes: DataClasses) => void;
  /** Is told of each field that anyone may see: spans are not searched for secrets there. */
  readonly onPublicField: (event: string, field: string) => void;
  readonly onProblem: (code: ErrorCode, problem: Problem) => void;
}

/**
 * Binds a catalog.
 * @throws PlinthError `node.metric_conflict` when another catalog of the process defines one of its metrics differently.
 */
export function createTelemetry<C extends TelemetryCatalog>(catalog: C, targets: TelemetryTargets): BoundTelemetry<C> {
  const metrics: Record<string, unknown> = {};
  for (const definition of Object.values<MetricDefinition>(catalog.metrics)) {
    const instrument = targets.store.instrument(definition);
    if (definition.type === 'counter') openKnown(instrument);
    const write = (value: number, labels: Labels = {}): void => instrument.record(value, labels);
    metrics[definition.name] = definition.type === 'counter' || definition.type === 'updowncounter' ? { add: write } : { record: write };
  }
  const emitters = new Map<string, (fields: Readonly<Record<string, unknown>>) => void>();
  for (const definition of Object.values<EventDefinition>(catalog.events))
    emitters.set(definition.name, createEmitter(definition, targets));

  const events: CatalogEvents<C> = {
    emit(name: string, fields?: unknown) {
      const emitter = emitters.get(name);
      if (emitter === undefined) targets.onProblem('node.event_unknown', { path: String(name), message: 'is not in the catalog' });
      else emitter((fields ?? {}) as Readonly<Record<string, unknown>>);
    },
  };
  return { metrics: metrics as CatalogMetrics<C>, events };
}

function createEmitter(
  definition: EventDefinition,
  { store, writeEvent, onPublicField }: TelemetryTargets,
): (fields: Readonly<Record<string, unknown>>) => void {
  const labelNames = Object.keys(definition.counter.labels);
  const publicLabels = labelNames.filter((name) => definition.fields[name]?.class === 'public');
  const counter = store.instrument({ ...definition.counter, publicLabels });
  openKnown(counter);
  const measures = Object.entries(definition.measures).map(([field, measure]): [string, Instrument] => [
    field,
    store.instrument({ ...measure, publicLabels }),
  ]);
  const fieldNames = Object.keys(definition.fields);
  const classes: DataClasses = Object.fromEntries(Object.entries(definition.fields).map(([name, field]) => [name, field.class]));
  for (const name of fieldNames) if (classes[name] === 'public') onPublicField(definition.name, name);
  // More people see spans than logs: only public and internal fields are put on spans.
  const spanFields = fieldNames.filter((name) => classes[name] === 'public' || classes[name] === 'internal');

  return (given) => {
    const fields = pick(given, fieldNames);
    const labels: Record<string, string> = {};
    for (const name of labelNames) if (fields[name] !== undefined) labels[name] = String(fields[name]);
    counter.record(1, labels);
    for (const [field, instrument] of measures) {
      if (typeof fields[field] === 'number') instrument.record(fields[field], labels);
    }
    trace.getSpan(context.active())?.addEvent(definition.name, toAttributes(fields, spanFields));
    writeEvent(definition.level, definition.name, fields, classes);
  };
}

/** A counter whose label values are known begins at zero. Otherwise a scraper would not see the first increase of each. */
function openKnown(counter: Instrument): void {
  for (const labels of listKnownLabels(counter.definition.labels)) counter.open(labels);
}

/** Takes the fields of the definition only: another field has no data class. */
function pick(given: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of names) {
    // A getter of the caller may throw. The event is then emitted without that field.
    try {
      if (given[name] !== undefined) fields[name] = given[name];
    } catch {
      fields[name] = '[unreadable]';
    }
  }
  return fields;
}

function toAttributes(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Attributes {
  const attributes: Attributes = {};
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes[name] = value;
  }
  return attributes;
}
