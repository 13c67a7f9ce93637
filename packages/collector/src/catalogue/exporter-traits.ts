// How a type of exporter delivers.

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

/** Exporters that several backends share, or none has, by their type in its newest spelling. The others stand with their backend. */
export const otherExporters: Readonly<Record<string, ExporterTraits>> = {
  otlp_grpc: { queued: true, batchesInQueueOnly: true },
  otlp_http: { queued: true, batchesInQueueOnly: true, httpClient: true },
  opensearch: { queued: true },
  splunk_hec: { queued: true, httpClient: true },
  zipkin: { queued: true, httpClient: true },
  loki: { queued: true },
  awsxray: { queued: true },
  influxdb: { queued: true, httpClient: true },
  debug: { sendsNowhere: true },
  file: { sendsNowhere: true },
  nop: { sendsNowhere: true },
};
