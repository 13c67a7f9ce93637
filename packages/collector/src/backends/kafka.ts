// Kafka as a buffer: another Collector reads what is sent there.
import { because } from '../components/component.ts';
import { buildDelivery } from '../components/delivery.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildBackendTls } from './connection.ts';

export const kafka: BackendKnowledge<'kafka'> = {
  build: buildKafkaExporter,
  exporters: { kafka: { queued: true, batchesInQueueOnly: true } },
};

function buildKafkaExporter({ name, backend, delivery }: BackendSettings<'kafka'>): BackendExporter {
  const { config, reasons } = buildDelivery(delivery);
  const { clientTls, secretFiles } = buildBackendTls(backend.tls, '');
  return {
    exporter: {
      kind: 'exporter',
      type: 'kafka',
      name,
      config: {
        brokers: backend.brokers,
        // Without the key the exporter does not encrypt.
        tls: clientTls ?? {},
        traces: { topic: `${backend.topicPrefix}_spans` },
        metrics: { topic: `${backend.topicPrefix}_metrics` },
        logs: { topic: `${backend.topicPrefix}_logs` },
        partition_traces_by_id: true,
        producer: { required_acks: -1, compression: 'snappy' },
        ...config,
      },
      reasons: [
        because('partition_traces_by_id', 'Spans of a trace stay in one partition: who reads them can sample whole traces.'),
        because('producer.required_acks', 'All in-sync replicas: a buffer that loses data is none.'),
        ...reasons,
      ],
    },
    secretFiles,
  };
}
