// One metric of prom-client, its series written and read in place. prom-client's own methods build and check the series' key anew
// for each measurement, twice for one with an exemplar: here a caller holds on to the series.
// oxlint-disable-next-line typescript/triple-slash-reference -- ambient declarations cannot be imported, and other projects need them too
/// <reference path="./prom-client-lib.d.ts" />
// The type by the entry point: declarations of ours are published, those of prom-client's files are not.
import type { OpenMetricsContentType, Registry } from 'prom-client';
import Counter from 'prom-client/lib/counter.js';
import Gauge from 'prom-client/lib/gauge.js';
import Histogram from 'prom-client/lib/histogram.js';

import type { StoredDefinition } from './stored-definition.ts';
import type { Exemplar, HistogramSeries, SeriesLabels, ValueSeries } from './metric-snapshot.ts';

/** Labels of an exemplar: the sampled span in which the value was measured. */
export interface ExemplarLabels {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Counter and up-down counter: adds; gauge: sets; histogram: observes. */
export type WriteSeries = (value: number, exemplar: ExemplarLabels | undefined) => void;

export interface PromMetric {
  /** Makes a series under a key of the caller's; its labels are no others'. */
  open(key: string, labels: SeriesLabels): WriteSeries;
  read(): (ValueSeries | HistogramSeries)[];
  clear(): void;
}

/** As prom-client 15 keeps them in a metric's `hashMap`. */
interface PromExemplar {
  readonly labelSet: ExemplarLabels;
  readonly value: number;
  /** Seconds. */
  readonly timestamp: number;
}
interface PromValue {
  readonly labels: SeriesLabels;
  value: number;
  exemplar?: PromExemplar;
}
interface PromBuckets {
  readonly labels: SeriesLabels;
  readonly bucketValues: Record<string, number>;
  readonly bucketExemplars: Record<string, PromExemplar | null>;
  sum: number;
  count: number;
}

/** Key of the infinite bucket's exemplar. */
const beyondBounds = '-1';

/** `addsUp`: measurements of an up-down counter are steps; without, each is the sum itself. */
export function createPromMetric(registry: Registry<OpenMetricsContentType>, definition: StoredDefinition, addsUp: boolean): PromMetric {
  const base = {
    name: definition.prometheusName,
    help: definition.help,
    labelNames: Object.keys(definition.labels),
    registers: [registry],
  };
  switch (definition.type) {
    case 'counter':
      return createValues(new Counter({ ...base, enableExemplars: true }), true, true);
    case 'updowncounter':
      return createValues(new Gauge(base), addsUp, false);
    case 'gauge':
      return createValues(new Gauge(base), false, false);
    case 'histogram': {
      const buckets = definition.buckets === undefined ? {} : { buckets: [...definition.buckets] };
      return createHistogram(new Histogram({ ...base, ...buckets, enableExemplars: true }));
    }
  }
}

function createValues(metric: object, adds: boolean, takesExemplars: boolean): PromMetric {
  const { hashMap } = metric as { hashMap: Record<string, PromValue> };
  return {
    open(key, labels) {
      // A metric without labels has its one series from the start.
      const series: PromValue = (hashMap[key] ??= { labels, value: 0 });
      return (value, exemplar) => {
        if (adds) series.value += value;
        else series.value = value;
        if (takesExemplars && exemplar !== undefined) series.exemplar = { labelSet: exemplar, value, timestamp: Date.now() / 1000 };
      };
    },
    clear: () => clearSeries(hashMap),
    read: () =>
      Object.values(hashMap).map(({ labels, value, exemplar }) =>
        exemplar === undefined ? { labels, value } : { labels, value, exemplar: toExemplar(exemplar) },
      ),
  };
}

function createHistogram(metric: object): PromMetric {
  const { hashMap, upperBounds: bounds } = metric as { hashMap: Record<string, PromBuckets>; upperBounds: readonly number[] };
  const keys = bounds.map(String);
  return {
    open(key, labels) {
      const series: PromBuckets = (hashMap[key] ??= {
        labels,
        bucketValues: Object.fromEntries(keys.map((bound) => [bound, 0])),
        bucketExemplars: Object.fromEntries(keys.map((bound) => [bound, null])),
        sum: 0,
        count: 0,
      });
      const { bucketValues, bucketExemplars } = series;
      return (value, exemplar) => {
        let index = 0;
        while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
        const bound = keys[index] ?? beyondBounds;
        series.sum += value;
        series.count++;
        if (index < keys.length) bucketValues[bound] = (bucketValues[bound] ?? 0) + 1;
        if (exemplar !== undefined) bucketExemplars[bound] = { labelSet: exemplar, value, timestamp: Date.now() / 1000 };
      };
    },
    clear: () => clearSeries(hashMap),
    read: () =>
      Object.values(hashMap).map(({ labels, bucketValues, bucketExemplars, sum, count }) => {
        const counts = keys.map((bound) => bucketValues[bound] ?? 0);
        const exemplars = [...keys, beyondBounds].map((bound) => bucketExemplars[bound] ?? null);
        return {
          labels,
          bounds,
          counts: [...counts, count - counts.reduce((sumOfCounts, one) => sumOfCounts + one, 0)],
          sum,
          count,
          exemplars: exemplars.map((exemplar) => exemplar && toExemplar(exemplar)),
        };
      }),
  };
}

function clearSeries(hashMap: Record<string, unknown>): void {
  for (const key of Object.keys(hashMap)) delete hashMap[key];
}

function toExemplar({ labelSet, value, timestamp }: PromExemplar): Exemplar {
  return { traceId: labelSet.trace_id, spanId: labelSet.span_id, value, timestampMs: Math.round(timestamp * 1000) };
}
