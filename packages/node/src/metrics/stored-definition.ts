import type { MetricDefinition } from '@plinth/catalog';

/** What is stored of a definition; the standard metrics have no owner, and their labels name an OTel attribute. */
export interface StoredDefinition extends Pick<
  MetricDefinition,
  'name' | 'prometheusName' | 'type' | 'unit' | 'help' | 'labels' | 'buckets'
> {
  /** Prometheus label to OTel attribute key, where they differ. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Labels whose values anyone may see, whatever their look. */
  readonly publicLabels?: readonly string[];
}
