// The bridge to OTLP: the registry read as OTel metrics, under OTel names and attribute keys.
// sdk-metrics has no exemplars; /metrics carries them.
import { ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type DataPoint,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { attributeKeys } from '@plinth/catalog';
import { sdkVersion } from '../resource/sdk-version.ts';
import type { MetricStore, StoredDefinition } from './metric-store.ts';

type HrTime = [number, number];
type Sample = MetricValue<string> & { readonly metricName?: string };

/** Labels are text; these attributes are integers by the semantic conventions. */
const integerAttributes = new Set<string>([attributeKeys.httpResponseStatusCode, attributeKeys.serverPort]);

export function createMetricProducer(store: MetricStore, resource: Resource, clock: () => number = Date.now): MetricProducer {
  const startTime = toHrTime(clock());
  return {
    async collect() {
      const endTime = toHrTime(clock());
      const metrics: MetricData[] = [];
      for (const metric of await store.registry.getMetricsAsJSON()) {
        const definition = store.definitions.get(metric.name);
        // target_info is the resource itself, which OTLP carries beside the metrics.
        if (definition === undefined || metric.name === 'target_info' || metric.values.length === 0) continue;
        metrics.push(buildMetric(metric as MetricObjectWithValues<MetricValue<string>>, definition, startTime, endTime));
      }
      return {
        resourceMetrics: { resource, scopeMetrics: [{ scope: { name: '@plinth/node', version: sdkVersion }, metrics }] },
        errors: [],
      };
    },
  };
}

function buildMetric(
  metric: MetricObjectWithValues<MetricValue<string>>,
  definition: StoredDefinition,
  startTime: HrTime,
  endTime: HrTime,
): MetricData {
  const descriptor = { name: definition.name, description: definition.help, unit: definition.unit, valueType: ValueType.DOUBLE };
  const aggregationTemporality = AggregationTemporality.CUMULATIVE;
  const point = (sample: Sample): DataPoint<number> => ({
    startTime,
    endTime,
    attributes: toAttributes(sample.labels, definition),
    value: sample.value,
  });
  switch (definition.type) {
    case 'counter':
    case 'updowncounter':
      return {
        descriptor,
        aggregationTemporality,
        dataPointType: DataPointType.SUM,
        isMonotonic: definition.type === 'counter',
        dataPoints: metric.values.map(point),
      };
    case 'gauge':
      return { descriptor, aggregationTemporality, dataPointType: DataPointType.GAUGE, dataPoints: metric.values.map(point) };
    case 'histogram':
      return {
        descriptor,
        aggregationTemporality,
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: buildHistogramPoints(metric.values, definition, startTime, endTime),
      };
  }
}

/** Samples of one histogram come as `_bucket` (cumulative, ascending), `_sum` and `_count` per series. */
function buildHistogramPoints(
  samples: readonly Sample[],
  definition: StoredDefinition,
  startTime: HrTime,
  endTime: HrTime,
): DataPoint<Histogram>[] {
  const series = new Map<
    string,
    { labels: Record<string, string | number>; boundaries: number[]; counts: number[]; total: number; sum: number }
  >();
  for (const sample of samples) {
    const { le, ...labels } = sample.labels as Record<string, string | number>;
    const key = JSON.stringify(labels);
    let entry = series.get(key);
    if (entry === undefined) {
      entry = { labels, boundaries: [], counts: [], total: 0, sum: 0 };
      series.set(key, entry);
    }
    if (sample.metricName?.endsWith('_sum')) entry.sum = sample.value;
    else if (le !== undefined) {
      entry.counts.push(sample.value - entry.total);
      entry.total = sample.value;
      if (typeof le === 'number') entry.boundaries.push(le);
    }
  }
  return [...series.values()].map((entry) => ({
    startTime,
    endTime,
    attributes: toAttributes(entry.labels, definition),
    value: { buckets: { boundaries: entry.boundaries, counts: entry.counts }, sum: entry.sum, count: entry.total },
  }));
}

function toAttributes(labels: Partial<Record<string, string | number>>, definition: StoredDefinition): Record<string, string | number> {
  const attributes: Record<string, string | number> = {};
  for (const [label, value] of Object.entries(labels)) {
    if (value === undefined || value === '') continue;
    const key = definition.attributes?.[label] ?? label;
    attributes[key] = integerAttributes.has(key) ? Number(value) : value;
  }
  return attributes;
}

function toHrTime(milliseconds: number): HrTime {
  return [Math.trunc(milliseconds / 1000), Math.round((milliseconds % 1000) * 1e6)];
}
