// Honeycomb.
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildVendorExporter } from './vendor.ts';

export const honeycomb: BackendKnowledge<'honeycomb'> = {
  build: buildHoneycombExporter,
};

function buildHoneycombExporter({ backend, ...settings }: BackendSettings<'honeycomb'>): BackendExporter {
  return buildVendorExporter(settings, {
    endpoint: backend.region === 'eu' ? 'https://api.eu1.honeycomb.io' : 'https://api.honeycomb.io',
    secret: backend.apiKey,
    header: 'x-honeycomb-team',
    headers: { 'x-honeycomb-dataset': backend.metricsDataset },
    source: 'https://docs.honeycomb.io/send-data/opentelemetry/collector/ (the dataset is for metrics; others go by service.name)',
  });
}
