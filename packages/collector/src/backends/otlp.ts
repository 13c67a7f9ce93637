// Anything that takes OTLP, over HTTP or gRPC.
import { buildOtlpGrpcExporter, buildOtlpHttpExporter } from '../components/otlp-exporter.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildConnection } from './connection.ts';

export const otlp: BackendKnowledge<'otlp'> = {
  build: buildOtlpExporter,
};

function buildOtlpExporter({ name, backend, delivery }: BackendSettings<'otlp'>): BackendExporter {
  const { needs, ...connection } = buildConnection(name, backend);
  const build = backend.protocol === 'http' ? buildOtlpHttpExporter : buildOtlpGrpcExporter;
  return { exporter: build({ name, endpoint: backend.endpoint, ...connection, delivery }), ...needs };
}
