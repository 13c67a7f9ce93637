// Dynatrace.
import type { BackendExporter, BackendSettings } from './backend-exporter.ts';
import { joinPath } from './url.ts';
import { buildVendorExporter } from './vendor.ts';

export function buildDynatraceExporter({ backend, ...settings }: BackendSettings<'dynatrace'>): BackendExporter {
  return buildVendorExporter(settings, {
    endpoint: joinPath(backend.endpoint, '/api/v2/otlp'),
    secret: backend.token,
    header: 'Authorization',
    scheme: 'Api-Token',
    source: 'https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api (HTTP only; metrics: delta only)',
  });
}
