import type { SourceFile } from '@plinth/findings';
import { describe, expect, test } from 'vitest';
import { readSources } from '../source/read-sources.ts';
import { getAt } from '../source/value-path.ts';
import { buildInputs } from './build-inputs.ts';
import { readDistribution } from './collector-image.ts';
import type { LintOptions } from './lint-input.ts';

const config = 'receivers: {otlp: {}}\nexporters: {debug: {}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}\n';

function readInputs(files: readonly SourceFile[], options: LintOptions = {}) {
  return buildInputs(readSources(files).sources, options);
}

function readOne(text: string, options: LintOptions = {}) {
  const [input] = readInputs([{ path: 'x.yaml', text }], options);
  if (input === undefined) throw new Error('no config');
  return input;
}

test.each([
  ['ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.150.0', 'k8s'],
  ['otel/opentelemetry-collector-contrib@sha256:00', 'contrib'],
  ['otel/opentelemetry-collector:0.150.0', 'core'],
  ['registry.local/opentelemetry-collector-custom:1', undefined],
  ['grafana/alloy:v1.2.3', undefined],
])('the image %s', (image, distribution) => {
  expect(readDistribution(image)).toBe(distribution);
});

describe('Helm values', () => {
  const values = (more: string): string => `mode: daemonset\n${more}config:\n  receivers: {jaeger: null}\n`;

  test('are merged over the chart’s config as Helm does', () => {
    const { value, deployment } = readOne(values(''));
    expect(Object.keys(getAt(value, 'receivers') as object)).toEqual(['otlp', 'prometheus', 'zipkin']);
    expect(getAt(value, 'service', 'pipelines', 'traces', 'receivers')).toEqual(['otlp', 'jaeger', 'zipkin']);
    expect(deployment?.mode).toBe('daemonset');
  });

  test('alternateConfig stands alone', () => {
    const { value } = readOne(`mode: deployment\nalternateConfig:\n${config.replace(/^(?=.)/gm, '  ')}`);
    expect(Object.keys(getAt(value, 'receivers') as object)).toEqual(['otlp']);
  });

  test('a preset adds components that nobody sees', () => {
    expect(readOne(values('presets: {logsCollection: {enabled: true}}\n')).complete).toBe(false);
    expect(readOne(values('presets: {logsCollection: {enabled: false}}\n')).complete).toBe(true);
  });

  test('the image says version and distribution, options say more', () => {
    const image = 'image: {repository: otel/opentelemetry-collector-k8s, tag: 0.150.0}\n';
    expect(readOne(values(image))).toMatchObject({ version: '0.150.0', versionKnown: true, distribution: 'k8s' });
    expect(readOne(values(image), { collectorVersion: '0.100.0', distribution: 'core' })).toMatchObject({
      version: '0.100.0',
      distribution: 'core',
    });
    expect(readOne(values(''))).toMatchObject({ versionKnown: false, distribution: undefined });
  });

  test('the autoscaler decides the replicas', () => {
    expect(readOne(values('replicaCount: 2\n')).deployment).toMatchObject({ maxReplicas: 2, autoscaled: false });
    expect(readOne(values('replicaCount: 2\nautoscaling: {enabled: true, maxReplicas: 9}\n')).deployment).toMatchObject({
      maxReplicas: 9,
      autoscaled: true,
    });
  });
});

test('a resource whose kind is not there is no Helm values of a chart "spec"', () => {
  const { sources, unreadable } = readSources([
    { path: 'x.yaml', text: `metadata: {name: a}\nspec:\n  config: {exporters: {debug: null}}\n` },
  ]);
  expect(sources.configs).toEqual([]);
  expect(unreadable).toMatchObject([{ severity: 'warning' }]);
});

describe('Kubernetes objects', () => {
  const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  c.yaml: |\n${config.replace(/^(?=.)/gm, '    ')}`;
  const workload = (name: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  replicas: 3\n  template:\n    metadata: {labels: {app: x}}\n    spec:\n      containers:\n        - name: proxy\n        - {name: c, image: 'otel/opentelemetry-collector:0.150.0', volumeMounts: [{name: v, mountPath: /c}], ports: [{containerPort: 4317}]}\n      volumes: [{name: v, configMap: {name: a}}]\n`;
  const read = (...texts: string[]) => readInputs(texts.map((text, index) => ({ path: `${index}.yaml`, text })))[0];

  test('the workload of another file that mounts the ConfigMap, and its container', () => {
    expect(read(map, workload('w'))?.deployment).toMatchObject({
      mode: 'deployment',
      maxReplicas: 3,
      image: 'otel/opentelemetry-collector:0.150.0',
      ports: [4317],
    });
  });

  test('two workloads that mount it: nothing is known', () => {
    expect(read(map, workload('w'), workload('v'))?.deployment).toBeUndefined();
  });

  test('the Service that selects the pods, and the autoscaler of the workload', () => {
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {clusterIP: None, selector: {app: x}, ports: [{port: 9999}]}\n';
    const hpa =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {maxReplicas: 7, scaleTargetRef: {kind: Deployment, name: w}}\n';
    expect(read(map, workload('w'), service, hpa)?.deployment).toMatchObject({
      ports: [4317, 9999],
      services: [{ name: 's', headless: true }],
      maxReplicas: 7,
      autoscaled: true,
    });
  });
});
