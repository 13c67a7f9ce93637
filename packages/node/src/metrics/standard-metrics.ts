// The catalog's standard metrics as definitions that the store can keep.
import { standardMetrics, type StandardMetric } from '@plinth/catalog';
import type { StoredDefinition } from './stored-definition.ts';

export type StandardMetricName = keyof typeof standardMetrics;

/** Each label has this many values at most. A service with more routes or peers is seen in the overflow counter. */
const labelLimit = 200;

export function standardDefinition(key: StandardMetricName): StoredDefinition {
  const metric: StandardMetric = standardMetrics[key];
  const labels: Record<string, { limit: number }> = {};
  const attributes: Record<string, string> = {};
  for (const [label, { attribute }] of Object.entries(metric.labels)) {
    labels[label] = { limit: labelLimit };
    attributes[label] = attribute;
  }
  const { name, prometheusName, type, unit, help, buckets } = metric;
  return { name, prometheusName, type, unit, help, labels, attributes, ...(buckets === undefined ? {} : { buckets }) };
}
