// All metrics at one moment. They are read once for a scrape, for a push, or for the sum over the workers of a cluster.
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
  /** Since when a counter counts. */
  readonly createdMs?: number;
}

/** One series of a histogram. */
export interface HistogramSeries {
  readonly labels: SeriesLabels;
  /** Upper bounds, ascending, without the infinite one. */
  readonly bounds: readonly number[];
  /** How many measurements each bucket has. The counts are not cumulative. There is one bucket more than there are bounds. */
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
  /** The last exemplar of each bucket. It is null and not undefined where there is none: JSON carries it from process to process. */
  readonly exemplars: readonly (Exemplar | null)[];
  /** Since when it counts. */
  readonly createdMs?: number;
}

/** One series of a summary. Only metrics that the service makes itself have that type. */
export interface SummarySeries {
  readonly labels: SeriesLabels;
  /** Quantile and value. */
  readonly quantiles: readonly (readonly [quantile: number, value: number])[];
  readonly sum: number;
  readonly count: number;
}

export interface MetricSnapshot {
  readonly definition: StoredDefinition;
  readonly series: readonly (ValueSeries | HistogramSeries | SummarySeries)[];
}
