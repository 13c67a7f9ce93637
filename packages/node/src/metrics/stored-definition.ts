import type { MetricDefinition } from '@plinth/catalog';

export type Aggregator = 'sum' | 'first' | 'min' | 'max' | 'average' | 'omit';

/** The stored part of a definition. The standard metrics have no owner, and their labels name an OpenTelemetry attribute. */
export interface StoredDefinition extends Pick<MetricDefinition, 'name' | 'prometheusName' | 'unit' | 'help' | 'labels' | 'buckets'> {
  readonly type: MetricDefinition['type'] | 'summary';
  /** How the values of several processes become one. Default: the highest of a gauge, the sum of anything else. */
  readonly aggregator?: Aggregator;
  /** Prometheus label to OTel attribute key, where they differ. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Labels whose values anyone may see, however they look. */
  readonly publicLabels?: readonly string[];
}
