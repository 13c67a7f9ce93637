// ClickHouse.
import { because } from '../components/component.ts';
import { buildDelivery } from '../components/delivery.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildBackendTls } from './connection.ts';
import { buildSecretVariable } from './secret-variable.ts';

export const clickhouse: BackendKnowledge<'clickhouse'> = {
  build: buildClickhouseExporter,
  exporters: { clickhouse: { queued: true, batchesInQueueOnly: true } },
};

function buildClickhouseExporter({ name, backend, delivery }: BackendSettings<'clickhouse'>): BackendExporter {
  const { endpoint, database } = backend;
  const { config, reasons } = buildDelivery(delivery);
  const { clientTls, secretFiles } = buildBackendTls(backend.tls, endpoint);
  const username = backend.username && buildSecretVariable(name, 'username', backend.username);
  const password = backend.password && buildSecretVariable(name, 'password', backend.password);
  return {
    exporter: {
      kind: 'exporter',
      type: 'clickhouse',
      name,
      config: {
        endpoint,
        database,
        username: username?.reference,
        password: password?.reference,
        tls: clientTls,
        create_schema: false,
        ...config,
      },
      reasons: [because('create_schema', 'Replicas that create tables race each other; the schema is a migration of its own.'), ...reasons],
    },
    variables: [username, password].flatMap((secret) => secret?.variable ?? []),
    secretFiles,
  };
}
