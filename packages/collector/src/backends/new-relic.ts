// New Relic.
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildVendorExporter } from './vendor.ts';

const endpoints = { us: 'https://otlp.nr-data.net', eu: 'https://otlp.eu01.nr-data.net', fedramp: 'https://gov-otlp.nr-data.net' } as const;

export const newRelic: BackendKnowledge<'new_relic'> = {
  build: buildNewRelicExporter,
};

function buildNewRelicExporter({ backend, ...settings }: BackendSettings<'new_relic'>): BackendExporter {
  return buildVendorExporter(settings, {
    endpoint: endpoints[backend.region],
    secret: backend.apiKey,
    header: 'api-key',
    source: 'https://docs.newrelic.com/docs/opentelemetry/best-practices/opentelemetry-otlp/',
  });
}
