// Merges the metrics of several workers into those of one service.
import type { Exemplar, HistogramSeries, MetricSnapshot, SeriesLabels, ValueSeries } from './metric-snapshot.ts';

type Series = ValueSeries | HistogramSeries;

/**
 * Counters, up-down counters and histograms are added. Of a gauge the highest value counts. Of exemplars the last one stays. Where a member
 * defines a metric with other buckets, its values are left out.
 */
export function mergeSnapshots(members: readonly (readonly MetricSnapshot[])[]): MetricSnapshot[] {
  const merged = new Map<string, { readonly definition: MetricSnapshot['definition']; readonly series: Map<string, Series> }>();
  for (const { definition, series } of members.flat()) {
    let metric = merged.get(definition.prometheusName);
    if (metric === undefined) {
      metric = { definition, series: new Map() };
      merged.set(definition.prometheusName, metric);
    }
    // Each member has an identity of its own. The identity of the first is shown: that one has the admin port.
    if (definition.prometheusName === 'target_info' && metric.series.size > 0) continue;
    for (const one of series) {
      const key = keyOf(one.labels);
      const before = metric.series.get(key);
      metric.series.set(key, before === undefined ? one : mergeSeries(before, one, definition.type === 'gauge'));
    }
  }
  return [...merged.values()].map(({ definition, series }) => ({ definition, series: [...series.values()] }));
}

function mergeSeries(left: Series, right: Series, isGauge: boolean): Series {
  if ('counts' in left) return 'counts' in right ? mergeHistograms(left, right) : left;
  if ('counts' in right) return left;
  const exemplar = latestOf(left.exemplar, right.exemplar);
  const value = isGauge ? Math.max(left.value, right.value) : left.value + right.value;
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

function earliestOf(left: Series, right: Series): { readonly createdMs?: number } {
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
