// The exporter of each type of backend. The compiler refuses a list that lacks a type of the manifest.
import type { BackendType } from '@plinth/manifest';
import type { BackendExporter, BackendSettings, BuildBackendExporter } from './backend-exporter.ts';
import { buildClickhouseExporter } from './clickhouse.ts';
import { buildDatadogExporter } from './datadog.ts';
import { buildDynatraceExporter } from './dynatrace.ts';
import { buildElasticCloudExporter } from './elastic-cloud.ts';
import { buildElasticsearchExporter } from './elasticsearch.ts';
import { buildGrafanaCloudExporter } from './grafana-cloud.ts';
import { buildHoneycombExporter } from './honeycomb.ts';
import { buildJaegerExporter } from './jaeger.ts';
import { buildKafkaExporter } from './kafka.ts';
import { buildLokiExporter } from './loki.ts';
import { buildMimirExporter } from './mimir.ts';
import { buildNewRelicExporter } from './new-relic.ts';
import { buildOtlpExporter } from './otlp.ts';
import { buildPrometheusScrapeExporter } from './prometheus-scrape.ts';
import { buildPrometheusExporter } from './prometheus.ts';
import { buildSplunkExporter } from './splunk.ts';
import { buildTempoExporter } from './tempo.ts';

type BackendExporters = { readonly [Type in BackendType]: BuildBackendExporter<Type> };

const exporters: BackendExporters = {
  otlp: buildOtlpExporter,
  prometheus: buildPrometheusExporter,
  prometheus_scrape: buildPrometheusScrapeExporter,
  mimir: buildMimirExporter,
  loki: buildLokiExporter,
  tempo: buildTempoExporter,
  jaeger: buildJaegerExporter,
  elasticsearch: buildElasticsearchExporter,
  clickhouse: buildClickhouseExporter,
  kafka: buildKafkaExporter,
  grafana_cloud: buildGrafanaCloudExporter,
  honeycomb: buildHoneycombExporter,
  datadog: buildDatadogExporter,
  new_relic: buildNewRelicExporter,
  dynatrace: buildDynatraceExporter,
  splunk: buildSplunkExporter,
  elastic_cloud: buildElasticCloudExporter,
};

/** @param type The type of `settings.backend`. */
export function buildBackendExporter<Type extends BackendType>(type: Type, settings: BackendSettings<Type>): BackendExporter {
  return exporters[type](settings);
}
