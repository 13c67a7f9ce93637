// The series of one metric: where its measurements are counted. A caller holds on to a series, and writes to it without a look-up.
import type { StoredDefinition } from './stored-definition.ts';
import type { Exemplar, HistogramSeries, SeriesLabels, ValueSeries } from './metric-snapshot.ts';

/** The labels of an exemplar name the sampled span in which the value was measured. */
export interface ExemplarLabels {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Adds to a counter or an up-down counter, sets a gauge, observes for a histogram. */
export type WriteSeries = (value: number, exemplar: ExemplarLabels | undefined) => void;

export interface MetricSeries {
  /** The series under a key of the caller's. It is made where there is none. */
  open(key: string, labels: SeriesLabels): WriteSeries;
  read(): (ValueSeries | HistogramSeries)[];
  clear(): void;
}

/** Bounds of a histogram that has none of its own, in seconds. Source: the Prometheus client libraries. */
const usualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * A metric without labels has its one series from the start, under the empty key.
 * `addsUp`: whether a measurement is a step, or the sum itself. A sum counts since the process started.
 */
export function createMetricSeries({ type, labels, buckets }: StoredDefinition, addsUp: boolean): MetricSeries {
  const series =
    type === 'histogram'
      ? createHistograms(buckets ?? usualBounds)
      : createValues(type === 'counter' || (type === 'updowncounter' && addsUp), type === 'counter', addsUp);
  if (Object.keys(labels).length === 0) series.open('', {});
  return series;
}

interface Value {
  readonly labels: SeriesLabels;
  value: number;
  exemplar?: Exemplar;
  readonly createdMs?: number;
}

function createValues(adds: boolean, isCounter: boolean, addsUp: boolean): MetricSeries {
  const allSeries = new Map<string, Value>();
  return {
    open(key, labels) {
      const series: Value =
        allSeries.get(key) ??
        (isCounter ? { labels, value: 0, createdMs: addsUp ? Date.now() : Math.round(performance.timeOrigin) } : { labels, value: 0 });
      allSeries.set(key, series);
      return (value, exemplar) => {
        if (adds) series.value += value;
        else series.value = value;
        if (isCounter && exemplar !== undefined) series.exemplar = createExemplar(value, exemplar);
      };
    },
    read: () => [...allSeries.values()].map((series) => ({ ...series })),
    clear: () => allSeries.clear(),
  };
}

interface Buckets {
  readonly labels: SeriesLabels;
  /** There is one more than there are bounds. */
  readonly counts: number[];
  readonly exemplars: (Exemplar | null)[];
  readonly createdMs: number;
  sum: number;
  count: number;
}

function createHistograms(bounds: readonly number[]): MetricSeries {
  const allSeries = new Map<string, Buckets>();
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
        if (exemplar !== undefined) series.exemplars[index] = createExemplar(value, exemplar);
      };
    },
    read: () =>
      [...allSeries.values()].map(({ labels, counts, exemplars, sum, count, createdMs }) => ({
        labels,
        bounds,
        counts: [...counts],
        sum,
        count,
        exemplars: [...exemplars],
        createdMs,
      })),
    clear: () => allSeries.clear(),
  };
}

function createBuckets(labels: SeriesLabels, size: number): Buckets {
  return {
    labels,
    counts: Array.from({ length: size }, () => 0),
    exemplars: Array.from({ length: size }, () => null),
    createdMs: Date.now(),
    sum: 0,
    count: 0,
  };
}

function createExemplar(value: number, { trace_id, span_id }: ExemplarLabels): Exemplar {
  return { traceId: trace_id, spanId: span_id, value, timestampMs: Date.now() };
}
