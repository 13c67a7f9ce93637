// The one store of all metrics. /metrics, the OTLP push and a registry of prom-client read it, so they agree.
// oxlint-disable-next-line typescript/triple-slash-reference -- ambient declarations cannot be imported, and other projects need them too
/// <reference path="./prom-client-lib.d.ts" />
// The type comes from the entry point: our declarations are published, and those of prom-client's files are not.
import type { OpenMetricsContentType, Registry as MetricRegistry } from 'prom-client';
import Registry from 'prom-client/lib/registry.js';
import { PlinthError } from '../errors.ts';
import { createLabelGuard, type LabelRedaction, type Labels } from './label-guard.ts';
import type { MetricSnapshot } from './metric-snapshot.ts';
import type { StoredDefinition } from './stored-definition.ts';
import { createMetricSeries, type ExemplarLabels, type MetricSeries, type WriteSeries } from './metric-series.ts';
import { createPromMetric } from './prom-metric.ts';

/** A metric of the store, whatever its type. */
export interface Instrument {
  readonly definition: StoredDefinition;
  /** Adds to a counter or an up-down counter, sets a gauge, observes for a histogram. It never throws. */
  record(value: number, labels: Labels, exemplar?: ExemplarLabels): void;
  /** Shows a series at zero before its first measurement: so a scraper sees the first increase. */
  open(labels: Labels): void;
  /** `onSeries` is called after the first measurement of each series, with the labels that were given. */
  watchSeries(onSeries: (labels: Labels) => void): void;
  /** Forgets all series. A value that is not known any more must not be shown. */
  clear(): void;
}

export interface MetricStore {
  /** Shows the metrics of the store to code that knows prom-client. It reads the store when it is asked. */
  readonly registry: MetricRegistry<OpenMetricsContentType>;
  /**
   * Gives the instrument of a definition. It is made on first use. `collect` runs before each read.
   * @throws PlinthError `node.metric_conflict` when the name is taken by a different definition.
   */
  instrument(definition: StoredDefinition, collect?: (instrument: Instrument) => void): Instrument;
  /** Gives all metrics as they are now. `collect` of a metric is called first. */
  read(): MetricSnapshot[];
}

export interface MetricStoreOptions {
  readonly redaction: LabelRedaction;
  /** The active sampled span, if any. */
  readonly readExemplar: () => ExemplarLabels | undefined;
  readonly onOverflow: (metric: string, label: string, store: MetricStore) => void;
  /** Is told of a value that is not a finite number, and of a negative value for a counter. */
  readonly onInvalid: (metric: string, problem: string) => void;
  /** Is told of each value that was stored. */
  readonly onRecord: (definition: StoredDefinition, value: number, labels: Labels, exemplar: ExemplarLabels | undefined) => void;
}

const mostKnown = 10_000;
/** Characters of a key that is remembered at most. */
const longestKnown = 4096;

interface Stored {
  readonly instrument: Instrument;
  readonly metric: MetricSeries;
  readonly collect: ((instrument: Instrument) => void) | undefined;
}

export function createMetricStore(options: MetricStoreOptions): MetricStore {
  const registry = new Registry<OpenMetricsContentType>();
  // The constructor takes the type, too, but its declaration does not say so.
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const metrics = new Map<string, Stored>();

  const create = (definition: StoredDefinition, collect: Stored['collect']): Stored => {
    const name = definition.prometheusName;
    const labelNames = Object.keys(definition.labels);
    // A value that is read at a scrape is the sum itself, not a step of it.
    const metric = createMetricSeries(definition, collect === undefined);
    let overflowed = false;
    let onSeries: ((labels: Labels) => void) | undefined;
    const guard = createLabelGuard(
      definition.labels,
      options.redaction,
      (label) => {
        overflowed = true;
        options.onOverflow(name, label, store);
      },
      definition.publicLabels,
    );
    // The key is made of the labels as they are given. A known combination needs no check. A combination that overflows is not kept:
    // there is no end to them.
    const known = new Map<string, { readonly write: WriteSeries; readonly labels: Labels }>();
    const open = new Map<string, WriteSeries>();

    const find = (given: Labels) => {
      const givenKey = buildKey(labelNames, given);
      const cached = known.get(givenKey);
      if (cached !== undefined) return cached;
      overflowed = false;
      const labels = guard(given);
      const key = buildKey(labelNames, labels);
      const write = open.get(key) ?? metric.open(key, labels);
      open.set(key, write);
      const found = { write, labels };
      // Nor is one of very long texts: there is no end to those either.
      if (overflowed || givenKey.length > longestKnown) return found;
      // Redaction makes labels alike, and there is no end to the labels that were given for them.
      if (known.size >= mostKnown) known.clear();
      known.set(givenKey, found);
      onSeries?.(given);
      return found;
    };

    const instrument: Instrument = {
      definition,
      record(value, labels, exemplar = options.readExemplar()) {
        if (typeof value !== 'number' || !Number.isFinite(value) || (value < 0 && definition.type === 'counter')) {
          options.onInvalid(name, `value ${String(value)} of a ${definition.type}`);
          return;
        }
        try {
          const series = find(labels);
          series.write(value, exemplar);
          options.onRecord(definition, value, series.labels, exemplar);
        } catch (error) {
          options.onInvalid(name, String(error));
        }
      },
      open: (labels) => void find(labels),
      watchSeries(watch) {
        onSeries = watch;
      },
      clear() {
        metric.clear();
        open.clear();
        known.clear();
      },
    };
    return { instrument, metric, collect };
  };

  const store: MetricStore = {
    registry,
    instrument(definition, collect) {
      const existing = metrics.get(definition.prometheusName)?.instrument;
      if (existing !== undefined) {
        if (isSameDefinition(existing.definition, definition)) return existing;
        throw new PlinthError('node.metric_conflict', [{ path: definition.prometheusName, message: 'is defined twice, and differently' }]);
      }
      const stored = create(definition, collect);
      metrics.set(definition.prometheusName, stored);
      registry.registerMetric(
        createPromMetric(
          definition,
          () => readSeries(stored),
          () => stored.instrument.clear(),
        ),
      );
      return stored.instrument;
    },
    read: () => [...metrics.values()].map((stored) => ({ definition: stored.instrument.definition, series: readSeries(stored) })),
  };
  return store;
}

function readSeries({ instrument, metric, collect }: Stored): MetricSnapshot['series'] {
  collect?.(instrument);
  return metric.read();
}

/**
 * Each combination of label values has one text, whatever characters they have: two zeros end a value, and a zero in a value is followed by
 * a one. A metric without labels has its one series under the empty text.
 */
function buildKey(names: readonly string[], labels: Labels): string {
  let key = '';
  for (const name of names) {
    const given: unknown = labels[name];
    const value = typeof given === 'string' ? given : String(given ?? '');
    key += `${value.includes('\u0000') ? value.replaceAll('\u0000', '\u0000\u0001') : value}\u0000\u0000`;
  }
  return key;
}

function isSameDefinition(left: StoredDefinition, right: StoredDefinition): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
