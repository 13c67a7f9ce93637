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
  readonly sum: number;
  readonly count: number;
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

/** What a histogram counts with: arrays, because writing to one of many keys of an object is an order slower. */
interface Buckets {
  readonly labels: SeriesLabels;
  /** One more than there are bounds. */
  readonly counts: number[];
  readonly exemplars: (PromExemplar | null)[];
  sum: number;
  count: number;
}

function createHistogram(metric: object): PromMetric {
  const { hashMap, upperBounds: bounds } = metric as { hashMap: Record<string, PromBuckets>; upperBounds: readonly number[] };
  const allSeries = new Map<string, Buckets>();
  // A metric without labels has its one series from the start.
  for (const [key, { labels }] of Object.entries(hashMap)) allSeries.set(key, createBuckets(labels, bounds.length + 1));
  return {
    open(key, labels) {
      const series = allSeries.get(key) ?? createBuckets(labels, bounds.length + 1);
      allSeries.set(key, series);
      return (value, exemplar) => {
        let index = 0;
        while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
        series.sum += value;
        series.count++;
        series.counts[index] = (series.counts[index] ?? 0) + 1;
        if (exemplar !== undefined) series.exemplars[index] = { labelSet: exemplar, value, timestamp: Date.now() / 1000 };
      };
    },
    clear() {
      allSeries.clear();
      clearSeries(hashMap);
    },
    read() {
      for (const [key, series] of allSeries) hashMap[key] = toPromBuckets(series, bounds);
      return [...allSeries.values()].map(({ labels, counts, exemplars, sum, count }) => ({
        labels,
        bounds,
        counts: [...counts],
        sum,
        count,
        exemplars: exemplars.map((exemplar) => exemplar && toExemplar(exemplar)),
      }));
    },
  };
}

function createBuckets(labels: SeriesLabels, size: number): Buckets {
  return { labels, counts: Array.from({ length: size }, () => 0), exemplars: Array.from({ length: size }, () => null), sum: 0, count: 0 };
}

/** For who reads the registry by prom-client's own means. */
function toPromBuckets({ labels, counts, exemplars, sum, count }: Buckets, bounds: readonly number[]): PromBuckets {
  return {
    labels,
    bucketValues: Object.fromEntries(bounds.map((bound, index) => [String(bound), counts[index] ?? 0])),
    bucketExemplars: Object.fromEntries([...bounds, beyondBounds].map((bound, index) => [String(bound), exemplars[index] ?? null])),
    sum,
    count,
  };
}

function clearSeries(hashMap: Record<string, unknown>): void {
  for (const key of Object.keys(hashMap)) delete hashMap[key];
}

function toExemplar({ labelSet, value, timestamp }: PromExemplar): Exemplar {
  return { traceId: labelSet.trace_id, spanId: labelSet.span_id, value, timestampMs: Math.round(timestamp * 1000) };
}
