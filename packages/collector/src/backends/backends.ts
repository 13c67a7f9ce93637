// The list of all types of backend. The compiler refuses a list that lacks a type of the manifest.
import { backendTypes, type BackendType } from '@plinth/manifest';
import { otherExporters, type ExporterTraits } from '../catalogue/exporter-traits.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { clickhouse } from './clickhouse.ts';
import { datadog } from './datadog.ts';
import { dynatrace } from './dynatrace.ts';
import { elasticCloud } from './elastic-cloud.ts';
import { elasticsearch } from './elasticsearch.ts';
import { grafanaCloud } from './grafana-cloud.ts';
import { honeycomb } from './honeycomb.ts';
import { jaeger } from './jaeger.ts';
import { kafka } from './kafka.ts';
import { loki } from './loki.ts';
import { mimir } from './mimir.ts';
import { newRelic } from './new-relic.ts';
import { otlp } from './otlp.ts';
import { prometheus } from './prometheus.ts';
import { prometheusScrape } from './prometheus-scrape.ts';
import { splunk } from './splunk.ts';
import { tempo } from './tempo.ts';

const backends: { readonly [Type in BackendType]: BackendKnowledge<Type> } = {
  otlp,
  prometheus,
  prometheus_scrape: prometheusScrape,
  mimir,
  loki,
  tempo,
  jaeger,
  elasticsearch,
  clickhouse,
  kafka,
  grafana_cloud: grafanaCloud,
  honeycomb,
  datadog,
  new_relic: newRelic,
  dynatrace,
  splunk,
  elastic_cloud: elasticCloud,
};

/** @param type The type of `settings.backend`. */
export function buildBackendExporter<Type extends BackendType>(type: Type, settings: BackendSettings<Type>): BackendExporter {
  return backends[type].build(settings);
}

type Known = Pick<BackendKnowledge<BackendType>, 'exporters' | 'metricAddresses'>;

const known = Object.entries(backends) as readonly (readonly [BackendType, Known])[];

const exporterTraits = new Map<string, ExporterTraits>([
  ...Object.entries(otherExporters),
  ...known.flatMap(([, { exporters = {} }]) => Object.entries(exporters)),
]);

/** The traits of a type of exporter, in its newest spelling. Nothing is known of most types. */
export function findExporterTraits(type: string): ExporterTraits {
  return exporterTraits.get(type) ?? {};
}

/** Whether it is known that metrics of the other temporality are not taken at an address. */
export function takesOnly(temporality: 'cumulative' | 'delta', address: string): boolean {
  return known.some(
    ([type, { metricAddresses }]) => backendTypes[type].temporality === temporality && metricAddresses?.test(address) === true,
  );
}
