// The one store of all metrics: a prom-client OpenMetrics registry. /metrics and the OTLP push both read it, so they agree.
// oxlint-disable-next-line typescript/triple-slash-reference -- ambient declarations cannot be imported, and other projects need them too
/// <reference path="./prom-client-lib.d.ts" />
import type { MetricDefinition } from '@plinth/catalog';
import type { OpenMetricsContentType } from 'prom-client';
import Counter from 'prom-client/lib/counter.js';
import Gauge from 'prom-client/lib/gauge.js';
import Histogram from 'prom-client/lib/histogram.js';
import Registry from 'prom-client/lib/registry.js';
import { PlinthError } from '../errors.ts';
import { createLabelGuard, type LabelRedaction, type Labels } from './label-guard.ts';

/** Labels of an exemplar: the sampled span in which the value was measured. */
export interface ExemplarLabels {
  readonly trace_id: string;
  readonly span_id: string;
}

/** A metric of the store, whatever its type. */
export interface Instrument {
  readonly definition: StoredDefinition;
  /** Counter and up-down counter: adds; gauge: sets; histogram: observes. Never throws. */
  record(value: number, labels: Labels, exemplar?: ExemplarLabels): void;
}

/** What is stored of a definition; the standard metrics have no owner, and their labels name an OTel attribute. */
export interface StoredDefinition extends Pick<
  MetricDefinition,
  'name' | 'prometheusName' | 'type' | 'unit' | 'help' | 'labels' | 'buckets'
> {
  /** Prometheus label to OTel attribute key, where they differ. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Labels whose values anyone may see, whatever their look. */
  readonly publicLabels?: readonly string[];
}

export interface MetricStore {
  readonly registry: Registry<OpenMetricsContentType>;
  /** Definitions by Prometheus name. */
  readonly definitions: ReadonlyMap<string, StoredDefinition>;
  /**
   * The instrument of a definition, made on first use; `collect` runs before each scrape.
   * @throws PlinthError `node.metric_conflict` when the name is taken by a different definition.
   */
  instrument(definition: StoredDefinition, collect?: (instrument: Instrument) => void): Instrument;
}

export interface MetricStoreOptions {
  readonly redaction: LabelRedaction;
  /** The active sampled span, if any. */
  readonly readExemplar: () => ExemplarLabels | undefined;
  readonly onOverflow: (metric: string, label: string) => void;
  /** A value that is not a finite number, or a negative one for a counter. */
  readonly onInvalid: (metric: string, problem: string) => void;
  /** Told of every value that was stored. */
  readonly onRecord: (definition: StoredDefinition, value: number, labels: Labels, exemplar: ExemplarLabels | undefined) => void;
}

type Write = (value: number, labels: Record<string, string>, exemplar: ExemplarLabels | undefined) => void;

export function createMetricStore(options: MetricStoreOptions): MetricStore {
  const registry = new Registry<OpenMetricsContentType>();
  // Its constructor takes the type too, but its declaration does not know of it.
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const definitions = new Map<string, StoredDefinition>();
  const instruments = new Map<string, Instrument>();

  const createInstrument = (definition: StoredDefinition, collect?: (instrument: Instrument) => void): Instrument => {
    const name = definition.prometheusName;
    const guard = createLabelGuard(
      definition.labels,
      options.redaction,
      (label) => options.onOverflow(name, label),
      definition.publicLabels,
    );
    const instrument: Instrument = {
      definition,
      record(value, labels, exemplar = options.readExemplar()) {
        if (typeof value !== 'number' || !Number.isFinite(value) || (value < 0 && definition.type === 'counter')) {
          options.onInvalid(name, `value ${String(value)} of a ${definition.type}`);
          return;
        }
        try {
          const stored = guard(labels);
          write(value, stored, exemplar);
          options.onRecord(definition, value, stored, exemplar);
        } catch (error) {
          options.onInvalid(name, String(error));
        }
      },
    };
    const write = createWriter(registry, definition, collect && (() => collect(instrument)));
    return instrument;
  };

  return {
    registry,
    definitions,
    instrument(definition, collect) {
      const existing = instruments.get(definition.prometheusName);
      if (existing !== undefined) {
        if (isSameDefinition(existing.definition, definition)) return existing;
        throw new PlinthError('node.metric_conflict', [{ path: definition.prometheusName, message: 'is defined twice, and differently' }]);
      }
      const instrument = createInstrument(definition, collect);
      definitions.set(definition.prometheusName, definition);
      instruments.set(definition.prometheusName, instrument);
      return instrument;
    },
  };
}

function createWriter(registry: Registry<OpenMetricsContentType>, definition: StoredDefinition, collect?: () => void): Write {
  const base = {
    name: definition.prometheusName,
    help: definition.help,
    labelNames: Object.keys(definition.labels),
    registers: [registry],
    ...(collect === undefined ? {} : { collect }),
  };
  switch (definition.type) {
    case 'counter': {
      const counter = new Counter({ ...base, enableExemplars: true });
      return (value, labels, exemplar) => counter.inc({ labels, value, ...(exemplar && { exemplarLabels: { ...exemplar } }) });
    }
    case 'histogram': {
      const buckets = definition.buckets === undefined ? {} : { buckets: [...definition.buckets] };
      const histogram = new Histogram({ ...base, ...buckets, enableExemplars: true });
      return (value, labels, exemplar) => histogram.observe({ labels, value, ...(exemplar && { exemplarLabels: { ...exemplar } }) });
    }
    case 'updowncounter': {
      const gauge = new Gauge(base);
      // What is read at a scrape is the sum itself, not a step of it.
      return collect === undefined ? (value, labels) => gauge.inc(labels, value) : (value, labels) => gauge.set(labels, value);
    }
    case 'gauge': {
      const gauge = new Gauge(base);
      return (value, labels) => gauge.set(labels, value);
    }
  }
}

function isSameDefinition(left: StoredDefinition, right: StoredDefinition): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
