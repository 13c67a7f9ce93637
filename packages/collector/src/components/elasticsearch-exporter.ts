import { because, type Component } from './component.ts';
import type { EnvReference } from './config-value.ts';
import { buildDelivery, type DeliverySettings } from './delivery.ts';
import type { ClientTls } from './tls.ts';

export interface ElasticsearchSettings {
  readonly name: string;
  readonly endpoints: readonly string[];
  readonly apiKey?: EnvReference | undefined;
  readonly tls?: ClientTls | undefined;
  readonly delivery: DeliverySettings;
}

export function buildElasticsearchExporter({ name, endpoints, apiKey, tls, delivery }: ElasticsearchSettings): Component {
  const { config, reasons } = buildDelivery(delivery);
  const { retry_on_failure: _elapsed, ...queue } = config;
  return {
    kind: 'exporter',
    type: 'elasticsearch',
    name,
    config: {
      endpoints,
      api_key: apiKey,
      tls,
      ...queue,
      retry: {
        enabled: true,
        max_retries: Math.max(10, Math.ceil(delivery.outageSeconds / 30)),
        initial_interval: '1s',
        max_interval: '30s',
      },
    },
    reasons: [
      ...reasons.filter(({ path }) => path[0] === 'sending_queue'),
      because('retry.max_retries', 'This exporter counts retries: at most 30 seconds apart they last for the outage.'),
    ],
  };
}
