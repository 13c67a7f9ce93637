// Merges the metrics of several workers into those of one service.
import type { Exemplar, HistogramSeries, MetricSnapshot, SeriesLabels, SummarySeries, ValueSeries } from './metric-snapshot.ts';
import type { Aggregator, StoredDefinition } from './stored-definition.ts';

type Series = ValueSeries | HistogramSeries | SummarySeries;

/**
 * Counters, up-down counters and histograms are added. Of a gauge the highest value counts. A metric that the service made itself may say
 * otherwise. Of exemplars the last one stays. Where a member defines a metric with other buckets, its values are left out.
 */
export function mergeSnapshots(members: readonly (readonly MetricSnapshot[])[]): MetricSnapshot[] {
  const merged = new Map<
    string,
    { readonly definition: MetricSnapshot['definition']; readonly series: Map<string, Series>; members: Map<string, number> }
  >();
  for (const { definition, series } of members.flat()) {
    let metric = merged.get(definition.prometheusName);
    if (metric === undefined) {
      metric = { definition, series: new Map(), members: new Map() };
      merged.set(definition.prometheusName, metric);
    }
    // Each member has an identity of its own. The identity of the first is shown: that one has the admin port.
    if (definition.prometheusName === 'target_info' && metric.series.size > 0) continue;
    for (const one of series) {
      const key = keyOf(one.labels);
      const before = metric.series.get(key);
      const members = metric.members.get(key) ?? 0;
      metric.members.set(key, members + 1);
      metric.series.set(key, before === undefined ? one : mergeSeries(before, one, findMerge(definition, members)));
    }
  }
  return [...merged.values()]
    .filter(({ definition }) => definition.aggregator !== 'omit' || members.length < 2)
    .map(({ definition, series }) => ({ definition, series: [...series.values()] }));
}

type Merge = (left: number, right: number) => number;

/** `members`: how many have been merged into the left value. */
function findMerge({ type, aggregator }: StoredDefinition, members: number): Merge {
  const chosen: Aggregator = aggregator ?? (type === 'gauge' ? 'max' : 'sum');
  if (chosen === 'average') return (left, right) => (left * members + right) / (members + 1);
  return merges[chosen];
}

const first: Merge = (left) => left;
const merges: Readonly<Record<Exclude<Aggregator, 'average'>, Merge>> = {
  sum: (left, right) => left + right,
  max: Math.max,
  min: Math.min,
  first,
  omit: first,
};

function mergeSeries(left: Series, right: Series, merge: Merge): Series {
  if ('counts' in left) return 'counts' in right ? mergeHistograms(left, right) : left;
  if ('quantiles' in left) return 'quantiles' in right ? mergeSummaries(left, right, merge) : left;
  if ('counts' in right || 'quantiles' in right) return left;
  const exemplar = latestOf(left.exemplar, right.exemplar);
  const value = merge(left.value, right.value);
  return { labels: left.labels, value, ...(exemplar === undefined ? {} : { exemplar }), ...earliestOf(left, right) };
}

function mergeHistograms(left: HistogramSeries, right: HistogramSeries): HistogramSeries {
  if (left.bounds.length !== right.bounds.length || left.bounds.some((bound, index) => bound !== right.bounds[index])) return left;
  return {
    labels: left.labels,
    bounds: left.bounds,
    counts: left.counts.map((count, index) => count + (right.counts[index] ?? 0)),
    sum: left.sum + right.sum,
    count: left.count + right.count,
    exemplars: left.exemplars.map((exemplar, index) => latestOf(exemplar, right.exemplars[index]) ?? null),
    ...earliestOf(left, right),
  };
}

/** Quantiles of several processes say nothing together: prom-client merges them as it does any value, and so does this. */
function mergeSummaries(left: SummarySeries, right: SummarySeries, merge: Merge): SummarySeries {
  const values = new Map(right.quantiles);
  return {
    labels: left.labels,
    quantiles: left.quantiles.map(([quantile, value]) => [quantile, merge(value, values.get(quantile) ?? value)]),
    sum: merge(left.sum, right.sum),
    count: merge(left.count, right.count),
  };
}

function earliestOf(left: ValueSeries | HistogramSeries, right: ValueSeries | HistogramSeries): { readonly createdMs?: number } {
  const known = [left.createdMs, right.createdMs].filter((time) => time !== undefined);
  return known.length === 0 ? {} : { createdMs: Math.min(...known) };
}

function latestOf(left: Exemplar | null | undefined, right: Exemplar | null | undefined): Exemplar | undefined {
  if (!left || !right) return left ?? right ?? undefined;
  return left.timestampMs >= right.timestampMs ? left : right;
}

function keyOf(labels: SeriesLabels): string {
  return JSON.stringify(Object.entries(labels).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
