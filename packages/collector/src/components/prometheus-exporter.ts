import { because, type Component } from './component.ts';
import type { Template } from './config-value.ts';

export interface PrometheusExporterSettings {
  readonly name: string;
  readonly endpoint: Template;
}

/** Offers metrics for a scrape: nothing is queued, and nothing is sent. */
export function buildPrometheusExporter({ name, endpoint }: PrometheusExporterSettings): Component {
  return {
    kind: 'exporter',
    type: 'prometheus',
    name,
    config: { endpoint, enable_open_metrics: true, metric_expiration: '5m' },
    reasons: [
      because('enable_open_metrics', 'Exemplars lead from a metric to its trace; the older format has none.'),
      because('metric_expiration', 'Series of pods that are gone end here as well.'),
    ],
  };
}
