import { existsSync, readFileSync } from 'node:fs';
import { checkStructure } from '@plinth/collector';
import { expect, test } from 'vitest';
import { findModule } from './go-modules.ts';
import { readTestConfigs } from './test-data.ts';

/** Wrong on purpose, or (`flush_interval_5`, `load_balancing/3`, `kafka_metrics`) a slip of the test data: a duration without a unit, a number that the Collector rejects. */
const wrong = [
  'connector/spanmetricsconnector testdata/config.yaml span_metrics/invalid_histogram_unit',
  'exporter/fileexporter testdata/config.yaml file/flush_interval_5',
  'exporter/loadbalancingexporter testdata/config.yaml load_balancing/3',
  'processor/filterprocessor testdata/config_ottl.yaml filter/unknown_context',
  'processor/filterprocessor testdata/config_ottl.yaml filter/unknown_error_mode',
  'processor/metricstransformprocessor testdata/config_invalid_include_and_metricname.yaml metrics_transform',
  'processor/transformprocessor testdata/config.yaml transform/unknown_context',
  'processor/transformprocessor testdata/config.yaml transform/unknown_error_mode',
  'receiver/jaegerreceiver testdata/config.yaml jaeger/bad_proto_config',
  'receiver/jaegerreceiver testdata/config.yaml jaeger/typo_default_proto_config',
  'receiver/kafkametricsreceiver testdata/config.yaml kafka_metrics',
  'receiver/kafkareceiver testdata/config.yaml kafka/legacy_topic',
  'receiver/prometheusreceiver testdata/config_prometheus_api_server.yaml prometheus/withInvalidAPIConfig',
  'receiver/prometheusreceiver testdata/invalid-config-prometheus-section.yaml prometheus',
  'receiver/prometheusreceiver testdata/invalid-config-section.yaml prometheus',
];

const paths = readFileSync(new URL('../data/modules.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const modules = paths.flatMap((path) => findModule(path, ['v0.161.0', 'v1.0.0', 'v0.160.0', 'v0.159.0', 'v0.157.0'], false) ?? []);
const missing = modules.length === 0 ? '(skipped: no component module in the Go module cache)' : '';

test.skipIf(missing !== '')(`no false alarm on the components' own test data ${missing}`, { timeout: 60_000 }, () => {
  const configs = modules.filter(({ folder }) => existsSync(`${folder}/metadata.yaml`)).flatMap(readTestConfigs);
  const kinds = ['receiver', 'processor', 'exporter', 'connector', 'extension'] as const;
  const flagged = configs.flatMap(({ kind, type, config, place }) => {
    const known = kinds.find((one) => one === kind);
    const problems = known === undefined ? [] : checkStructure(known, type, config, '0.161.0');
    return problems.length === 0 || wrong.includes(place)
      ? []
      : [`${place}: ${problems.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`];
  });
  expect(configs.length).toBeGreaterThan(0);
  expect(flagged).toEqual([]);
});
