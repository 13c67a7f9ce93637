import { expect, test } from 'vitest';
import { buildCalls, findKind } from './config-files.ts';

const config = 'receivers: {otlp: {}}\nexporters: {debug: {}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}\n';
const indented = config.replace(/^(?=.)/gm, '    ');
const configMap = `apiVersion: v1\nkind: ConfigMap\ndata:\n  c.yaml: |\n${indented}`;

test.each([
  [config, 'raw'],
  ['service: {pipelines: {traces: {}}}\n', 'raw'],
  [`apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nspec:\n  config:\n${indented}`, 'operator'],
  [`apiVersion: opentelemetry.io/v1alpha1\nkind: OpenTelemetryCollector\nspec:\n  config: |\n${indented}`, 'operator'],
  ['apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nspec: {mode: sidecar}\n', 'object'],
  [configMap, 'configmap'],
  ['apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n', 'object'],
  [`apiVersion: v1\nkind: Service\n---\n${configMap}`, 'configmap'],
  ['apiVersion: apps/v1\nkind: Deployment\n', 'workload'],
  [`apiVersion: apps/v1\nkind: Deployment\n---\n${configMap}`, 'release'],
  ['mode: daemonset\nconfig: {receivers: {otlp: {}}}\n', 'helm'],
  ['opentelemetry-collector: {config: {exporters: {debug: {}}}}\n', 'helm'],
  ['metadata: {name: a}\nspec: {config: {exporters: {debug: {}}}}\n', 'other'],
  ['services: {web: {image: a}}\n', 'other'],
  ['config: {port: 1}\n', 'other'],
  ['{{ include "a" . }}\nservice: {pipelines: {traces: {}}}\n', 'other'],
  ['a: *nobody\n', 'other'],
  ['', 'other'],
])('%j is %s', (text, kind) => {
  expect(findKind(text)).toBe(kind);
});

test('ConfigMaps are judged with the objects of their folder, all others alone, and what is excluded not at all', () => {
  const service = 'apiVersion: v1\nkind: Service\n';
  const files = [
    { path: 'a/one.yaml', text: config },
    { path: 'a/two.yaml', text: config },
    { path: 'a/invalid.yaml', text: config },
    { path: 'b/map.yaml', text: configMap },
    { path: 'b/service.yaml', text: service },
    { path: 'b/chart.yaml', text: 'name: a\n' },
    { path: 'b/release.yaml', text: `apiVersion: apps/v1\nkind: DaemonSet\n---\n${configMap}` },
    { path: 'c/service.yaml', text: service },
  ];
  const calls = buildCalls(files, [/invalid/]).map((call) => [call.configs, call.files.map(({ path }) => path)]);
  expect(calls).toEqual([
    [['a/one.yaml'], ['a/one.yaml']],
    [['a/two.yaml'], ['a/two.yaml']],
    [['b/release.yaml'], ['b/release.yaml']],
    [['b/map.yaml'], ['b/map.yaml', 'b/service.yaml']],
  ]);
});
