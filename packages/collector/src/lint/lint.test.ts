import { expect, test } from 'vitest';
import { lintText } from '../../test/rule-case.ts';
import { lint } from './lint.ts';

const unbatched = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: localhost:4317
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
exporters:
  otlp_grpc:
    endpoint: tempo:4317
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;

const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));
const places = (text: string): string[] => lintText(text).map(({ id, line, column, path }) => `${id} ${line}:${column} ${path}`);

const path = 'service.pipelines.traces.exporters[0]';

test('a raw config: file, line, column, path', () => {
  expect(places(unbatched)).toEqual([`C012 18:19 ${path}`]);
});

test('the config of a resource keeps its place in the file', () => {
  const head = 'apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nspec:\n  mode: sidecar\n  config:\n';
  expect(places(head + indent(unbatched, 4))).toEqual([`C012 23:23 ${path}`]);
});

test('so does one that is a text', () => {
  const head = 'apiVersion: opentelemetry.io/v1alpha1\nkind: OpenTelemetryCollector\nspec:\n  mode: sidecar\n  config: |\n';
  expect(places(head + indent(unbatched, 4))).toEqual([`C012 23:23 ${path}`]);
  const map = 'apiVersion: v1\nkind: ConfigMap\ndata:\n  relay.yaml: |-\n';
  expect(places(map + indent(unbatched, 6))).toEqual([`C012 22:25 ${path}`]);
});

test('a quoted text has no lines of its own: the finding is at its key', () => {
  const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n  relay.yaml: ${JSON.stringify(unbatched)}\n`;
  expect(places(text)).toEqual([`C012 4:3 ${path}`]);
});

test('Helm values, also below the name of a subchart', () => {
  const values = `mode: deployment\nconfig:\n  exporters:\n    otlp_grpc:\n      endpoint: tempo:4317\n  service:\n    pipelines:\n      traces:\n        receivers: [otlp]\n        processors: [memory_limiter]\n        exporters: [otlp_grpc]\n`;
  expect(places(values)).toEqual([`C012 11:21 ${path}`]);
  expect(places(`opentelemetry-collector:\n${indent(values, 2)}`)).toEqual([`C012 12:23 ${path}`]);
});

test('what only the chart adds is not reported', () => {
  expect(places('mode: deployment\nconfig:\n  exporters:\n    debug: {}\n')).toEqual([]);
});

test('several documents, several files, sorted', () => {
  const findings = lint([
    { path: 'b.yaml', text: unbatched },
    { path: 'a.yaml', text: `${unbatched}---\n${unbatched}` },
  ]);
  expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual(['a.yaml:18', 'a.yaml:37', 'b.yaml:18']);
});

test('values behind anchors, aliases and merge keys are judged where they stand', () => {
  const text = `${unbatched.replace('otlp_grpc:\n    endpoint: tempo:4317', 'otlp_http/a: &base\n    endpoint: tempo\n  otlp_http/b:\n    <<: *base\n    timeout: 1s').replace('[otlp_grpc]', '[otlp_http/a, otlp_http/b]')}`;
  expect(
    lintText(text)
      .filter(({ id }) => id === 'C038')
      .map(({ line, path: at }) => `${line} ${at}`),
  ).toEqual(['12 exporters.otlp_http/a.endpoint', '12 exporters.otlp_http/b.endpoint']);
});

test('a file of another kind, a template, and an empty one', () => {
  expect(lintText('hello: world\n').map(({ id, severity }) => `${id} ${severity}`)).toEqual(['C070 warning']);
  expect(lintText('a: {{ .Values.x }}\nb: {{ include "x" . | nindent 2 }}\n').map(({ message }) => message)).toEqual([
    'a template, not YAML: render it first (`helm template`)',
  ]);
  expect(lintText('')).toEqual([]);
  expect(lintText('apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n')).toEqual([]);
});

test.each([
  'receivers: 7\nservice: 3\n',
  'receivers: {otlp: [1]}\nservice: {pipelines: {traces: 1, logs: {receivers: 5}}}\n',
  'service:\n  pipelines:\n    traces:\n      receivers: [null, 4, {a: b}]\n',
  'processors: {tail_sampling: {policies: {a: b}}, filter: [x]}\nservice: {pipelines: {}, extensions: text}\n',
])('nonsense does not throw: %j', (text) => {
  expect(() => lintText(text)).not.toThrow();
});

test('an alias without an anchor, and a text that is no config, are told where they are', () => {
  expect(lintText('receivers: *nowhere\nservice: {}\n').map(({ id, severity }) => `${id} ${severity}`)).toEqual(['C070 error']);
  const resource = 'apiVersion: opentelemetry.io/v1alpha1\nkind: OpenTelemetryCollector\nspec:\n  config: |\n    receivers: [\n';
  expect(lintText(resource).map(({ id, line, message }) => `${id} ${line} ${message}`)).toEqual([
    'C070 4 spec.config is no Collector config',
  ]);
});

test('the manifest of a Collector build is no config', () => {
  expect(lintText('dist: {name: otelcol}\nreceivers:\n  - gomod: a v1\nexporters:\n  - gomod: b v1\n').map(({ id }) => id)).toEqual([
    'C070',
  ]);
});

test('a comment on the line disables a rule there', () => {
  expect(places(unbatched.replace('[otlp_grpc]', '[otlp_grpc] # plinth-lint-disable C012 -- one sender'))).toEqual([]);
});

test('a comment of its own disables a rule in the block below', () => {
  const comment = '# plinth-lint-disable C012 -- one sender\n';
  expect(places(unbatched.replace('    traces:', `    ${comment}    traces:`))).toEqual([]);
  expect(places(comment + unbatched)).toEqual(['C072 1:1 ', `C012 19:19 ${path}`]);
});

test('without a reason it is a finding of its own, and disables nothing', () => {
  const text = unbatched.replace('[otlp_grpc]', '[otlp_grpc] # plinth-lint-disable C012');
  expect(places(text)).toEqual([`C012 18:19 ${path}`, 'C071 18:30 ']);
});

test('a disable that disables nothing is a finding', () => {
  expect(places(unbatched.replace('check_interval: 1s', 'check_interval: 1s # plinth-lint-disable C007 -- old'))).toContain('C072 8:24 ');
});
