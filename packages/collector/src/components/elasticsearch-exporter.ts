import { because, type Component } from './component.ts';
import type { EnvReference } from './config-value.ts';
import { buildDelivery, countRetrySeconds, longestWait, type DeliverySettings } from './delivery.ts';
import type { ClientTls } from './tls.ts';

export interface ElasticsearchSettings {
  readonly name: string;
  readonly endpoints: readonly string[];
  readonly apiKey?: EnvReference | undefined;
  readonly tls?: ClientTls | undefined;
  readonly delivery: DeliverySettings;
}

/** Its own retry stands where other exporters have that of the Collector: what it gives up is not tried again. */
export function buildElasticsearchExporter({ name, endpoints, apiKey, tls, delivery }: ElasticsearchSettings): Component {
  const { config, reasons } = buildDelivery({ ...delivery, batchItems: 1024 });
  const { retry_on_failure: _unknown, ...queue } = config;
  const seconds = countRetrySeconds(delivery.outageSeconds);
  return {
    kind: 'exporter',
    type: 'elasticsearch',
    name,
    config: {
      endpoints,
      api_key: apiKey,
      tls,
      ...queue,
      timeout: `${seconds}s`,
      retry: {
        enabled: true,
        // It waits for at least half of what it is told, at random.
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
  };
}
