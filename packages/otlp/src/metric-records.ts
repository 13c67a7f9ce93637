// A decoded metrics export request as flat metric records.
import { buildResource, buildScope } from './attributes.ts';
import { buildExponentialHistogramPoint, buildHistogramPoint, buildNumberPoint, buildSummaryPoint } from './data-points.ts';
import type { Message } from './schema.ts';
import type { MetricRecord, Resource, Scope, Temporality } from './types.ts';

const TEMPORALITIES: readonly Temporality[] = ['unspecified', 'delta', 'cumulative'];

/** Leaves out metrics without data or with data of a type that OTLP does not have yet. */
export function buildMetricRecords(request: Message<'ExportMetricsServiceRequest'>): readonly MetricRecord[] {
  return (request.resourceMetrics ?? []).flatMap((ofResource, r) => {
    const resource = buildResource(ofResource);
    return (ofResource.scopeMetrics ?? []).flatMap((ofScope, s) => {
      const scope = buildScope(ofScope);
      return (ofScope.metrics ?? []).flatMap(
        (metric, i) => buildMetricRecord(metric, resource, scope, () => `resourceMetrics[${r}].scopeMetrics[${s}].metrics[${i}]`) ?? [],
      );
    });
  });
}

function buildMetricRecord(metric: Message<'Metric'>, resource: Resource, scope: Scope, where: () => string): MetricRecord | undefined {
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  const described = { name: metric.name ?? '', description: metric.description ?? '', unit: metric.unit ?? '', resource, scope };
  if (gauge) {
    const points = buildPoints(gauge.dataPoints, buildNumberPoint, () => `${where()}.gauge`);
    return { ...described, type: 'gauge', temporality: undefined, monotonic: undefined, points };
  }
  if (sum) {
    const points = buildPoints(sum.dataPoints, buildNumberPoint, () => `${where()}.sum`);
    return { ...described, type: 'sum', temporality: temporalityOf(sum), monotonic: sum.isMonotonic ?? false, points };
  }
  if (histogram) {
    const points = buildPoints(histogram.dataPoints, buildHistogramPoint, () => `${where()}.histogram`);
    return { ...described, type: 'histogram', temporality: temporalityOf(histogram), monotonic: undefined, points };
  }
  if (exponentialHistogram) {
    const points = buildPoints(exponentialHistogram.dataPoints, buildExponentialHistogramPoint, () => `${where()}.exponentialHistogram`);
    return { ...described, type: 'exponential_histogram', temporality: temporalityOf(exponentialHistogram), monotonic: undefined, points };
  }
  if (summary) {
    const points = buildPoints(summary.dataPoints, buildSummaryPoint, () => `${where()}.summary`);
    return { ...described, type: 'summary', temporality: undefined, monotonic: undefined, points };
  }
  return undefined;
}

function buildPoints<Given, Point>(
  list: readonly Given[] | null | undefined,
  buildPoint: (point: Given, where: () => string) => Point,
  where: () => string,
): readonly Point[] {
  return (list ?? []).map((point, i) => buildPoint(point, () => `${where()}.dataPoints[${i}]`));
}

function temporalityOf({ aggregationTemporality }: Pick<Message<'Sum'>, 'aggregationTemporality'>): Temporality {
  return TEMPORALITIES[aggregationTemporality ?? 0] ?? 'unspecified';
}
