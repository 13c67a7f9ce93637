// What is known of how a type of exporter delivers. The linter reads it, and a backend becomes one of these types.

export interface ExporterTraits {
  /** The exporter sends over a network, with `sending_queue` and a retry of its own. */
  readonly queued?: true;
  /** The key of the retry, where it is not `retry_on_failure`. */
  readonly retryKey?: 'retry';
  /** A request that comes in is one that goes out, unless the queue makes batches. */
  readonly batchesInQueueOnly?: true;
  /** The settings of an HTTP client stand at the top of its config. */
  readonly httpClient?: true;
  /** The exporter has an `endpoint`, and listens there. */
  readonly listens?: true;
  /** The exporter has no address that it sends to. */
  readonly sendsNowhere?: true;
  /** The only metrics that the exporter takes: cumulative ones, or sums of both kinds and histograms of delta. */
  readonly metrics?: 'cumulative' | 'delta_histograms';
}

/** By the newest name of the type. Nothing is known of a type that has no row. */
export const exporterTraits = {
  otlp_grpc: { queued: true, batchesInQueueOnly: true },
  otlp_http: { queued: true, batchesInQueueOnly: true, httpClient: true },
  kafka: { queued: true, batchesInQueueOnly: true },
  clickhouse: { queued: true, batchesInQueueOnly: true },
  // https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/elasticsearchexporter/README.md
  elasticsearch: { queued: true, retryKey: 'retry', httpClient: true, metrics: 'delta_histograms' },
  prometheus: { listens: true, sendsNowhere: true, metrics: 'cumulative' },
  prometheus_remote_write: { httpClient: true, metrics: 'cumulative' },
  opensearch: { queued: true },
  splunk_hec: { queued: true, httpClient: true },
  zipkin: { queued: true, httpClient: true },
  loki: { queued: true },
  awsxray: { queued: true },
  influxdb: { queued: true, httpClient: true },
  debug: { sendsNowhere: true },
  file: { sendsNowhere: true },
  nop: { sendsNowhere: true },
} as const satisfies Readonly<Record<string, ExporterTraits>>;

export type ExporterType = keyof typeof exporterTraits;

const none: ExporterTraits = {};

/** The traits of a type, in its newest spelling. */
export function findExporterTraits(type: string): ExporterTraits {
  return Object.hasOwn(exporterTraits, type) ? exporterTraits[type as ExporterType] : none;
}
