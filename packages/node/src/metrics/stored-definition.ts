import type { MetricDefinition } from '@plinth/catalog';

/** The stored part of a definition. The standard metrics have no owner, and their labels name an OpenTelemetry attribute. */
export interface StoredDefinition extends Pick<
  MetricDefinition,
  'name' | 'prometheusName' | 'type' | 'unit' | 'help' | 'labels' | 'buckets'
> {
  /** Prometheus label to OTel attribute key, where they differ. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Labels whose values anyone may see, however they look. */
  readonly publicLabels?: readonly string[];
}
