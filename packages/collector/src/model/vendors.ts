// Endpoints and headers of vendors that take OTLP over HTTP.
import type { Backend } from '@plinth/manifest';
import type { ConfigValue } from '../components/config-value.ts';

export type VendorBackend = Extract<
  Backend,
  { type: 'grafana_cloud' | 'honeycomb' | 'datadog' | 'new_relic' | 'dynatrace' | 'splunk' | 'elastic_cloud' }
>;

export interface VendorAddress {
  readonly endpoint?: string;
  readonly signalEndpoints?: Partial<Record<'traces' | 'metrics' | 'logs', string>>;
  /** That carries the secret. */
  readonly header: string;
  /** Before the secret. */
  readonly scheme?: string;
  readonly headers?: Readonly<Record<string, ConfigValue>>;
  readonly source: string;
}

export function findVendorAddress(backend: VendorBackend): VendorAddress {
  switch (backend.type) {
    case 'grafana_cloud':
      return {
        endpoint: `https://otlp-gateway-${backend.zone}.grafana.net/otlp`,
        header: 'Authorization',
        source: 'https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/',
      };
    case 'honeycomb':
      return {
        endpoint: backend.region === 'eu' ? 'https://api.eu1.honeycomb.io' : 'https://api.honeycomb.io',
        header: 'x-honeycomb-team',
        headers: { 'x-honeycomb-dataset': backend.metricsDataset },
        source: 'https://docs.honeycomb.io/send-data/opentelemetry/collector/ (the dataset is for metrics; others go by service.name)',
      };
    case 'datadog':
      return {
        signalEndpoints: {
          traces: `https://otlp.${backend.site}/v1/traces`,
          metrics: `https://otlp.${backend.site}/v1/metrics`,
          logs: `https://otlp.${backend.site}/v1/logs`,
        },
        header: 'dd-api-key',
        source: 'https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/ (metrics: delta only)',
      };
    case 'new_relic':
      return {
        endpoint: { us: 'https://otlp.nr-data.net', eu: 'https://otlp.eu01.nr-data.net', fedramp: 'https://gov-otlp.nr-data.net' }[
          backend.region
        ],
        header: 'api-key',
        source: 'https://docs.newrelic.com/docs/opentelemetry/best-practices/opentelemetry-otlp/',
      };
    case 'dynatrace':
      return {
        endpoint: `${backend.endpoint.replace(/\/+$/, '')}/api/v2/otlp`,
        header: 'Authorization',
        scheme: 'Api-Token',
        source: 'https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api (HTTP only; metrics: delta only)',
      };
    case 'splunk': {
      const base = `https://ingest.${backend.realm}.observability.splunkcloud.com/v2`;
      return {
        signalEndpoints: { traces: `${base}/trace/otlp`, metrics: `${base}/datapoint/otlp` },
        header: 'X-SF-Token',
        source: 'https://help.splunk.com/splunk-observability-cloud (paths of its own; logs go by HEC)',
      };
    }
    case 'elastic_cloud':
      return {
        endpoint: backend.endpoint.replace(/\/+$/, ''),
        header: 'Authorization',
        scheme: 'ApiKey',
        source: 'https://www.elastic.co/docs/reference/opentelemetry/motlp',
      };
  }
}
