// Datadog.
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildVendorExporter } from './vendor.ts';

export const datadog: BackendKnowledge<'datadog'> = {
  build: buildDatadogExporter,
  // https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/metrics/
  metricAddresses: /\.datadoghq\.(com|eu)|\.ddog-gov\.com/i,
};

function buildDatadogExporter({ backend, ...settings }: BackendSettings<'datadog'>): BackendExporter {
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
