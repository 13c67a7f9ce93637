// What all metrics are at one moment: read once for a scrape, a push, or the sum over the workers of a cluster.
import type { StoredDefinition } from './stored-definition.ts';

/** A measurement that leads to its trace. */
export interface Exemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly value: number;
  readonly timestampMs: number;
}

export type SeriesLabels = Readonly<Record<string, string>>;

/** One series of a counter, up-down counter or gauge. */
export interface ValueSeries {
  readonly labels: SeriesLabels;
  readonly value: number;
  readonly exemplar?: Exemplar;
}

/** One series of a histogram. */
export interface HistogramSeries {
  readonly labels: SeriesLabels;
  /** Upper bounds, ascending, without the infinite one. */
  readonly bounds: readonly number[];
  /** Measurements of each bucket, not cumulative; one more than there are bounds. */
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
  /** The last one of each bucket; null, not undefined, where there is none, for it crosses processes as JSON. */
  readonly exemplars: readonly (Exemplar | null)[];
}

export interface MetricSnapshot {
  readonly definition: StoredDefinition;
  readonly series: readonly (ValueSeries | HistogramSeries)[];
}
