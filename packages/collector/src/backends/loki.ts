// Grafana Loki, which takes OTLP over HTTP below `/otlp`.
import { buildOtlpHttpExporter } from '../components/otlp-exporter.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildConnection } from './connection.ts';
import { joinPath } from './url.ts';

export const loki: BackendKnowledge<'loki'> = {
  build: buildLokiExporter,
};

function buildLokiExporter({ name, backend, delivery }: BackendSettings<'loki'>): BackendExporter {
  const { needs, ...connection } = buildConnection(name, backend);
  return { exporter: buildOtlpHttpExporter({ name, endpoint: joinPath(backend.endpoint, '/otlp'), ...connection, delivery }), ...needs };
}
