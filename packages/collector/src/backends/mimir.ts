// Grafana Mimir, which takes OTLP over HTTP below `/otlp`.
import { buildOtlpHttpExporter } from '../components/otlp-exporter.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildConnection } from './connection.ts';
import { joinPath } from './url.ts';

export const mimir: BackendKnowledge<'mimir'> = {
  build: buildMimirExporter,
};

function buildMimirExporter({ name, backend, delivery }: BackendSettings<'mimir'>): BackendExporter {
  const { needs, ...connection } = buildConnection(name, backend);
  return { exporter: buildOtlpHttpExporter({ name, endpoint: joinPath(backend.endpoint, '/otlp'), ...connection, delivery }), ...needs };
}
