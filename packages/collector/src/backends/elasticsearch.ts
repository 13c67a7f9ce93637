// Elasticsearch. The exporter has a retry of its own in the place of the Collector's: what it gives up is not tried again.
import { because } from '../components/component.ts';
import { buildDelivery, countRetrySeconds, longestWait } from '../components/delivery.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildBackendTls } from './connection.ts';
import { buildSecretVariable } from './secret-variable.ts';

export const elasticsearch: BackendKnowledge<'elasticsearch'> = {
  build: buildElasticsearchExporter,
  // https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/elasticsearchexporter/README.md
  exporters: { elasticsearch: { queued: true, retryKey: 'retry', httpClient: true, metrics: 'delta_histograms' } },
};

function buildElasticsearchExporter({ name, backend, delivery }: BackendSettings<'elasticsearch'>): BackendExporter {
  const { endpoints } = backend;
  const { config, reasons } = buildDelivery({ ...delivery, batchItems: 1024 });
  const { retry_on_failure: _unknown, ...queue } = config;
  const seconds = countRetrySeconds(delivery.outageSeconds);
  const apiKey = backend.apiKey && buildSecretVariable(name, 'api_key', backend.apiKey);
  const { clientTls, secretFiles } = buildBackendTls(backend.tls, endpoints[0] ?? '');
  return {
    exporter: {
      kind: 'exporter',
      type: 'elasticsearch',
      name,
      config: {
        endpoints,
        api_key: apiKey?.reference,
        tls: clientTls,
        ...queue,
        timeout: `${seconds}s`,
        retry: {
          enabled: true,
          // The exporter waits for at least half of what it is told, at random.
          max_retries: Math.ceil(seconds / (longestWait / 2)) + 5,
          initial_interval: '1s',
          max_interval: `${longestWait}s`,
          retry_on_status: [429, 502, 503, 504],
        },
      },
      reasons: [
        ...reasons.filter(({ path }) => path[0] === 'sending_queue'),
        because('sending_queue.batch.max_size', 'A bulk request of some megabytes: of more than 100 MB Elasticsearch takes nothing.'),
        because(
          'timeout',
          'Of a batch with all its retries, from 0.158 on of each request; none is sent again after it. The default is 90 s.',
        ),
        because('retry.max_retries', 'They outlast the outage: each waits for 15 to 30 s, the first five for less.'),
        because('retry.retry_on_status', 'By default only 429: a proxy or a node that starts again says 503, and the batch is dropped.'),
      ],
    },
    variables: apiKey === undefined ? [] : [apiKey.variable],
    secretFiles,
  };
}
