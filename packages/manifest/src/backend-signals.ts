import type { BackendType } from './backend-schema.ts';
import type { SignalName } from './scalars.ts';

/** What each kind of backend takes, and which temporality its metrics must have. */
export const backendTypes = {
  otlp: { signals: ['traces', 'metrics', 'logs'], temporality: 'cumulative' },
  prometheus: { signals: ['metrics'], temporality: 'cumulative' },
  prometheus_scrape: { signals: ['metrics'], temporality: 'cumulative' },
  mimir: { signals: ['metrics'], temporality: 'cumulative' },
  loki: { signals: ['logs'], temporality: undefined },
  tempo: { signals: ['traces'], temporality: undefined },
  jaeger: { signals: ['traces'], temporality: undefined },
  // https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/elasticsearchexporter/README.md: cumulative histograms are dropped.
  elasticsearch: { signals: ['traces', 'metrics', 'logs'], temporality: 'delta' },
  clickhouse: { signals: ['traces', 'metrics', 'logs'], temporality: 'cumulative' },
  kafka: { signals: ['traces', 'metrics', 'logs'], temporality: 'cumulative' },
  grafana_cloud: { signals: ['traces', 'metrics', 'logs'], temporality: 'cumulative' },
  honeycomb: { signals: ['traces', 'metrics', 'logs'], temporality: 'cumulative' },
  // https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/metrics/: "Ensure only delta metrics are sent."
  datadog: { signals: ['traces', 'metrics', 'logs'], temporality: 'delta' },
  new_relic: { signals: ['traces', 'metrics', 'logs'], temporality: 'cumulative' },
  // https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api: cumulative sums and histograms are refused.
  dynatrace: { signals: ['traces', 'metrics', 'logs'], temporality: 'delta' },
  // Logs go to Splunk by HEC, not by OTLP.
  splunk: { signals: ['traces', 'metrics'], temporality: 'cumulative' },
  // https://www.elastic.co/docs/reference/opentelemetry/compatibility/limitations: as Elasticsearch, before its release 9.5.3.
  elastic_cloud: { signals: ['traces', 'metrics', 'logs'], temporality: 'delta' },
} as const satisfies Record<BackendType, { signals: readonly SignalName[]; temporality: 'cumulative' | 'delta' | undefined }>;
