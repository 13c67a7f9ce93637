// Jaeger, which takes OTLP over gRPC.
import { buildOtlpGrpcExporter } from '../components/otlp-exporter.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildConnection } from './connection.ts';

export const jaeger: BackendKnowledge<'jaeger'> = {
  build: buildJaegerExporter,
};

function buildJaegerExporter({ name, backend, delivery }: BackendSettings<'jaeger'>): BackendExporter {
  const { needs, ...connection } = buildConnection(name, backend);
  return { exporter: buildOtlpGrpcExporter({ name, endpoint: backend.endpoint, ...connection, delivery }), ...needs };
}
