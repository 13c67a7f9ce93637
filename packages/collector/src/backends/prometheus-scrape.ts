// A Prometheus that scrapes the Collector: nothing is queued, and nothing is sent.
import { because } from '../components/component.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';

export const prometheusScrape: BackendKnowledge<'prometheus_scrape'> = {
  build: buildPrometheusScrapeExporter,
  exporters: { prometheus: { listens: true, sendsNowhere: true, metrics: 'cumulative' } },
};

function buildPrometheusScrapeExporter({ name, backend, host }: BackendSettings<'prometheus_scrape'>): BackendExporter {
  return {
    exporter: {
      kind: 'exporter',
      type: 'prometheus',
      name,
      config: { endpoint: { template: [host, `:${backend.port}`] }, enable_open_metrics: true, metric_expiration: '5m' },
      reasons: [
        because('enable_open_metrics', 'Exemplars lead from a metric to its trace; the older format has none.'),
        because('metric_expiration', 'Series of pods that are gone end here as well.'),
      ],
    },
    ports: [{ name: 'prometheus', port: backend.port }],
  };
}
