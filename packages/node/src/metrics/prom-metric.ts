// A metric of the store in the form in which a registry of prom-client asks for it. It counts nothing itself: it reads the store.
import type { Metric } from 'prom-client';
import type { Exemplar, HistogramSeries, MetricSnapshot, ValueSeries } from './metric-snapshot.ts';
import type { StoredDefinition } from './stored-definition.ts';

/** What prom-client's own metrics give for one sample. */
interface PromSample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly exemplar: PromExemplar | undefined;
}

interface PromExemplar {
  readonly labelSet: { readonly trace_id: string; readonly span_id: string };
  readonly value: number;
  /** Seconds. */
  readonly timestamp: number;
}

/** `read`: the series as they are now. `clear`: forgets them. */
export function createPromMetric(
  { prometheusName, help, type }: StoredDefinition,
  read: () => MetricSnapshot['series'],
  clear: () => void,
): Metric {
  const metric = {
    // The registry shortens the name of a counter, as OpenMetrics wants it.
    name: prometheusName,
    help,
    type: type === 'updowncounter' ? 'gauge' : type,
    aggregator: 'sum',
    get() {
      const values = read().flatMap((series) => {
        if ('counts' in series) return describeHistogram(prometheusName, series);
        // The store has no summaries.
        return 'value' in series ? describeValue(series) : [];
      });
      return Promise.resolve({ name: metric.name, help, type: metric.type, aggregator: metric.aggregator, values });
    },
    reset: clear,
  };
  // A registry asks a metric for nothing else.
  return metric as unknown as Metric;
}

function describeValue({ labels, value, exemplar }: ValueSeries): PromSample[] {
  return [{ labels, value, exemplar: describeExemplar(exemplar) }];
}

function describeHistogram(name: string, { labels, bounds, counts, exemplars, sum, count }: HistogramSeries): PromSample[] {
  let cumulative = 0;
  const buckets = counts.map((inBucket, index) => {
    cumulative += inBucket;
    return sampleOf(`${name}_bucket`, { le: bounds[index] ?? '+Inf', ...labels }, cumulative, exemplars[index]);
  });
  return [...buckets, sampleOf(`${name}_sum`, labels, sum), sampleOf(`${name}_count`, labels, count)];
}

function sampleOf(metricName: string, labels: PromSample['labels'], value: number, exemplar?: Exemplar | null): PromSample {
  return { metricName, labels, value, exemplar: describeExemplar(exemplar) };
}

function describeExemplar(exemplar: Exemplar | null | undefined): PromExemplar | undefined {
  if (exemplar === null || exemplar === undefined) return undefined;
  const { traceId, spanId, value, timestampMs } = exemplar;
  return { labelSet: { trace_id: traceId, span_id: spanId }, value, timestamp: timestampMs / 1000 };
}
