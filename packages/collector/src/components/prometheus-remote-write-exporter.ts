import { because, type Component } from './component.ts';
import { buildRetry, countRetrySeconds } from './delivery.ts';
import type { ClientTls } from './tls.ts';

export interface PrometheusRemoteWriteSettings {
  readonly name: string;
  readonly endpoint: string;
  readonly tls?: ClientTls | undefined;
  readonly authenticator?: string | undefined;
  /** Data points that wait. */
  readonly queueItems: number;
  readonly outageSeconds: number;
  /** Folder of the write-ahead log; undefined keeps the queue in memory. */
  readonly walFolder?: string | undefined;
}

export function buildPrometheusRemoteWriteExporter(settings: PrometheusRemoteWriteSettings): Component {
  const { name, endpoint, tls, authenticator, queueItems, outageSeconds, walFolder } = settings;
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
      wal: walFolder === undefined ? undefined : { directory: walFolder },
      target_info: { enabled: true },
    },
    reasons: [
      because('remote_write_queue.num_consumers', 'Samples of a series must arrive in their order: one worker.'),
      because('timeout', 'Of a batch with all its retries, longer than the outage: after the default of 5 s it is dropped.'),
      because('retry_on_failure.max_elapsed_time', 'Longer than the outage.'),
      ...(walFolder === undefined
        ? []
        : [because('wal', 'This exporter has no persistent queue; its write-ahead log survives a restart.')]),
    ],
  };
}
