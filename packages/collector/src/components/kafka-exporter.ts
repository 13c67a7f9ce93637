import { because, type Component } from './component.ts';
import { buildDelivery, type DeliverySettings } from './delivery.ts';
import type { ClientTls } from './tls.ts';

export interface KafkaSettings {
  readonly name: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly tls?: ClientTls | undefined;
  readonly delivery: DeliverySettings;
}

export function buildKafkaExporter({ name, brokers, topicPrefix, tls, delivery }: KafkaSettings): Component {
  const { config, reasons } = buildDelivery(delivery);
  return {
    kind: 'exporter',
    type: 'kafka',
    name,
    config: {
      brokers,
      tls,
      traces: { topic: `${topicPrefix}_spans` },
      metrics: { topic: `${topicPrefix}_metrics` },
      logs: { topic: `${topicPrefix}_logs` },
      partition_traces_by_id: true,
      producer: { required_acks: -1, compression: 'snappy' },
      ...config,
    },
    reasons: [
      because('partition_traces_by_id', 'Spans of a trace stay in one partition: who reads them can sample whole traces.'),
      because('producer.required_acks', 'All in-sync replicas: a buffer that loses data is none.'),
      ...reasons,
    ],
  };
}
