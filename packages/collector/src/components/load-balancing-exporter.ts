import { because, type Component } from './component.ts';
import type { ConfigMap } from './config-value.ts';
import { buildDelivery, type DeliverySettings } from './delivery.ts';
import type { ClientTls } from './tls.ts';

export interface LoadBalancingSettings {
  readonly resolver: ConfigMap;
  readonly tls?: ClientTls | undefined;
  readonly delivery: DeliverySettings;
}

export function buildLoadBalancingExporter({ resolver, tls, delivery }: LoadBalancingSettings): Component {
  const { config, reasons } = buildDelivery(delivery);
  return {
    kind: 'exporter',
    type: 'load_balancing',
    config: {
      routing_key: 'traceID',
      protocol: { otlp: { tls, timeout: '5s', sending_queue: { enabled: false }, retry_on_failure: { enabled: false } } },
      resolver,
      ...config,
    },
    reasons: [
      because('routing_key', 'All spans of a trace go to one sampler, which alone can decide on it.'),
      because('protocol.otlp.sending_queue', 'Off: what waits for a sampler that is gone must go to another. The queue is the one below.'),
      ...reasons,
    ],
  };
}
