// Elastic Cloud.
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { joinPath } from './url.ts';
import { buildVendorExporter } from './vendor.ts';

export const elasticCloud: BackendKnowledge<'elastic_cloud'> = {
  build: buildElasticCloudExporter,
};

function buildElasticCloudExporter({ backend, ...settings }: BackendSettings<'elastic_cloud'>): BackendExporter {
  return buildVendorExporter(settings, {
    endpoint: joinPath(backend.endpoint, ''),
    secret: backend.apiKey,
    header: 'Authorization',
    scheme: 'ApiKey',
    source: 'https://www.elastic.co/docs/reference/opentelemetry/motlp',
  });
}
