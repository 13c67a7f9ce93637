// Splunk Observability Cloud.
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildVendorExporter } from './vendor.ts';

export const splunk: BackendKnowledge<'splunk'> = {
  build: buildSplunkExporter,
};

function buildSplunkExporter({ backend, ...settings }: BackendSettings<'splunk'>): BackendExporter {
  const base = `https://ingest.${backend.realm}.observability.splunkcloud.com/v2`;
  return buildVendorExporter(settings, {
    signalEndpoints: { traces: `${base}/trace/otlp`, metrics: `${base}/datapoint/otlp` },
    secret: backend.token,
    header: 'X-SF-Token',
    source: 'https://help.splunk.com/splunk-observability-cloud (paths of its own; logs go by HEC)',
  });
}
