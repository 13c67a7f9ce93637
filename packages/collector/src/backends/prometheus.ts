// Prometheus, by OTLP or by remote write.
import { because, type Component } from '../components/component.ts';
import { buildRetry, countRetrySeconds, type DeliverySettings } from '../components/delivery.ts';
import { buildOtlpHttpExporter } from '../components/otlp-exporter.ts';
import type { ClientTls } from '../components/tls.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildConnection } from './connection.ts';
import { joinPath } from './url.ts';

export const prometheus: BackendKnowledge<'prometheus'> = {
  build: buildPrometheusExporter,
  exporters: { prometheus_remote_write: { httpClient: true, metrics: 'cumulative' } },
  // Prometheus, and what has its addresses: https://prometheus.io/docs/guides/opentelemetry/
  metricAddresses: /\/api\/v1\/(otlp|push|write)|\/otlp\/v1\/metrics/i,
};

function buildPrometheusExporter({ name, backend, delivery }: BackendSettings<'prometheus'>): BackendExporter {
  if (backend.protocol === 'otlp') {
    const { needs, ...connection } = buildConnection(name, backend);
    return {
      exporter: buildOtlpHttpExporter({ name, endpoint: joinPath(backend.endpoint, '/api/v1/otlp'), ...connection, delivery }),
      ...needs,
    };
  }
  const { auth, ...rest } = backend;
  const { tls, authenticator, needs } = buildConnection(name, auth === undefined || 'headers' in auth ? rest : backend);
  return {
    exporter: buildRemoteWrite({ name, endpoint: joinPath(backend.endpoint, '/api/v1/write'), tls, authenticator, delivery }),
    ...needs,
  };
}

interface RemoteWriteSettings {
  readonly name: string;
  readonly endpoint: string;
  readonly tls: ClientTls | undefined;
  readonly authenticator: string | undefined;
  readonly delivery: DeliverySettings;
}

function buildRemoteWrite({ name, endpoint, tls, authenticator, delivery }: RemoteWriteSettings): Component {
  const { queueItems, outageSeconds } = delivery;
  return {
    kind: 'exporter',
    type: 'prometheus_remote_write',
    name,
    config: {
      endpoint,
      tls,
      auth: authenticator === undefined ? undefined : { authenticator },
      remote_write_queue: { enabled: true, queue_size: queueItems, num_consumers: 1 },
      timeout: `${countRetrySeconds(outageSeconds)}s`,
      retry_on_failure: buildRetry(outageSeconds),
      target_info: { enabled: true },
    },
    reasons: [
      because('remote_write_queue.num_consumers', 'Samples of a series must arrive in their order: one worker.'),
      because('timeout', 'Of a batch with all its retries, longer than the outage: after the default of 5 s it is dropped.'),
      because('retry_on_failure.max_elapsed_time', 'Longer than the outage.'),
    ],
  };
}
