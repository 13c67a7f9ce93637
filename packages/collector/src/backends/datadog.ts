// Datadog.
import type { BackendExporter, BackendSettings } from './backend-exporter.ts';
import { buildVendorExporter } from './vendor.ts';

export function buildDatadogExporter({ backend, ...settings }: BackendSettings<'datadog'>): BackendExporter {
  return buildVendorExporter(settings, {
    signalEndpoints: {
      traces: `https://otlp.${backend.site}/v1/traces`,
      metrics: `https://otlp.${backend.site}/v1/metrics`,
      logs: `https://otlp.${backend.site}/v1/logs`,
    },
    secret: backend.apiKey,
    header: 'dd-api-key',
    source: 'https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/ (metrics: delta only)',
  });
}
