// The linter knows every exporter that a backend becomes, and asks for no other temporality than the manifest.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backendTypes, parsePlatformManifest, type BackendType } from '@plinth/manifest';
import { expect, test } from 'vitest';
import type { Component } from '../components/component.ts';
import { env } from '../components/config-value.ts';
import { buildBackendExporter, findExporterTraits, takesOnly } from './backends.ts';

const secret = '{ secret: s, key: k }';
const { backends } = parsePlatformManifest(
  `version: 1
name: shop
collectorVersion: 0.161.0
environments: { local: { topology: local } }
backends:
  otlp: { type: otlp, endpoint: https://otlp.example.com }
  prometheus: { type: prometheus, endpoint: https://prometheus.example.com }
  remote-write: { type: prometheus, protocol: remote_write, endpoint: https://prometheus.example.com }
  prometheus-scrape: { type: prometheus_scrape }
  mimir: { type: mimir, endpoint: https://mimir.example.com }
  loki: { type: loki, endpoint: https://loki.example.com }
  tempo: { type: tempo, endpoint: tempo.example.com:4317 }
  jaeger: { type: jaeger, endpoint: jaeger.example.com:4317 }
  elasticsearch: { type: elasticsearch, endpoints: [https://elastic.example.com] }
  clickhouse: { type: clickhouse, endpoint: https://clickhouse.example.com:8443 }
  kafka: { type: kafka, brokers: [kafka.example.com:9092] }
  grafana-cloud: { type: grafana_cloud, zone: prod-eu-west-2, instanceId: ${secret}, token: ${secret} }
  honeycomb: { type: honeycomb, apiKey: ${secret} }
  datadog: { type: datadog, site: datadoghq.eu, apiKey: ${secret} }
  new-relic: { type: new_relic, apiKey: ${secret} }
  dynatrace: { type: dynatrace, endpoint: https://abc12345.live.dynatrace.com, token: ${secret} }
  splunk: { type: splunk, realm: eu0, token: ${secret} }
  elastic-cloud: { type: elastic_cloud, endpoint: https://my.ingest.elastic.cloud, apiKey: ${secret} }
`,
  'm.yaml',
);

const delivery = { queueItems: 1000, outageSeconds: 300, sizedBy: 'x' };
const built = Object.entries(backends).map(([name, backend]) => ({
  name,
  type: backend.type,
  exporter: buildBackendExporter(backend.type, { name, backend, delivery, host: env('HOST') }).exporter,
}));

/** The temporality that the linter asks of what this exporter sends; undefined where it asks for none. */
function findKnown({ type, config }: Component): string | undefined {
  const { metrics } = findExporterTraits(type);
  if (metrics !== undefined) return metrics === 'cumulative' ? 'cumulative' : 'delta';
  const addresses = [config['endpoint'], config['metrics_endpoint']].filter((address) => typeof address === 'string');
  return (['cumulative', 'delta'] as const).find((one) => addresses.some((address) => takesOnly(one, address)));
}

test('there is a backend of each type', () => {
  expect(new Set(built.map(({ type }) => type))).toEqual(new Set<BackendType>(Object.keys(backendTypes) as BackendType[]));
});

test.each(Object.keys(backendTypes))('%s has a file of one name here and in the manifest', (type) => {
  const name = `${type.replaceAll('_', '-')}.ts`;
  const folders = [import.meta.dirname, join(import.meta.dirname, '../../../manifest/src/platform/backends')];
  expect(folders.filter((folder) => !existsSync(join(folder, name)))).toEqual([]);
});

test.each(built.filter(({ type }) => backendTypes[type].temporality !== undefined))(
  '$name: the linter asks for no other temporality than the manifest',
  ({ type, exporter }) => {
    expect([undefined, backendTypes[type].temporality]).toContain(findKnown(exporter));
  },
);

test('the linter knows what these take, and says nothing of the others', () => {
  expect(
    Object.fromEntries(built.flatMap(({ name, exporter }) => (findKnown(exporter) === undefined ? [] : [[name, findKnown(exporter)]]))),
  ).toEqual({
    prometheus: 'cumulative',
    'remote-write': 'cumulative',
    'prometheus-scrape': 'cumulative',
    elasticsearch: 'delta',
    datadog: 'delta',
    dynatrace: 'delta',
  });
});

test.each(built)('$name: the linter knows how the exporter delivers', ({ exporter: { type } }) => {
  expect(findExporterTraits(type)).not.toEqual({});
});

test.each(built)('$name: the exporter has the queue and the retry that the linter knows', ({ exporter: { type, config } }) => {
  const { queued = false, retryKey = 'retry_on_failure' } = findExporterTraits(type);
  expect(config['sending_queue'] !== undefined).toBe(queued);
  expect(!queued || config[retryKey] !== undefined).toBe(true);
});
