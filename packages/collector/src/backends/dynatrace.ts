// Dynatrace.
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { joinPath } from './url.ts';
import { buildVendorExporter } from './vendor.ts';

export const dynatrace: BackendKnowledge<'dynatrace'> = {
  build: buildDynatraceExporter,
  // https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api
  metricAddresses: /\.dynatrace\.com|\.dynatracelabs\.com/i,
};

function buildDynatraceExporter({ backend, ...settings }: BackendSettings<'dynatrace'>): BackendExporter {
  return buildVendorExporter(settings, {
    endpoint: joinPath(backend.endpoint, '/api/v2/otlp'),
    secret: backend.token,
    header: 'Authorization',
    scheme: 'Api-Token',
    source: 'https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api (HTTP only; metrics: delta only)',
  });
}
