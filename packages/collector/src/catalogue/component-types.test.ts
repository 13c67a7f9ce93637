import { describe, expect, test } from 'vitest';
import { findNewestName } from './component-data.ts';
import type { ComponentKind } from './component-kind.ts';
import { findSupportedSignals, mayHaveMoreSignals, isInDistribution, nameComponentType, resolveComponentType } from './component-types.ts';

const renames: readonly (readonly [ComponentKind, string, string, string])[] = [
  ['exporter', 'otlp', 'otlp_grpc', '0.144.0'],
  ['exporter', 'otlphttp', 'otlp_http', '0.144.0'],
  ['exporter', 'prometheusremotewrite', 'prometheus_remote_write', '0.154.0'],
  ['exporter', 'loadbalancing', 'load_balancing', '0.153.0'],
  ['receiver', 'filelog', 'file_log', '0.149.0'],
  ['receiver', 'hostmetrics', 'host_metrics', '0.151.0'],
  ['receiver', 'kubeletstats', 'kubelet_stats', '0.152.0'],
  ['receiver', 'k8sobjects', 'k8s_objects', '0.151.0'],
  ['receiver', 'tcpcheck', 'tcp_check', '0.152.0'],
  ['receiver', 'kafkametrics', 'kafka_metrics', '0.152.0'],
  ['receiver', 'cloudfoundry', 'cloud_foundry', '0.152.0'],
  ['processor', 'k8sattributes', 'k8s_attributes', '0.146.0'],
  ['processor', 'resourcedetection', 'resource_detection', '0.153.0'],
  ['processor', 'cumulativetodelta', 'cumulative_to_delta', '0.157.0'],
  ['processor', 'deltatocumulative', 'delta_to_cumulative', '0.158.0'],
  ['processor', 'metricstransform', 'metrics_transform', '0.152.0'],
  ['processor', 'queuebatch', 'queue_batch', '0.162.0'],
  ['connector', 'spanmetrics', 'span_metrics', '0.151.0'],
  ['connector', 'servicegraph', 'service_graph', '0.151.0'],
  ['extension', 'cgroupruntime', 'cgroup_runtime', '0.148.0'],
];

describe.each(renames)('%s %s, %s since %s', (kind, old, current, since) => {
  const earlier = `0.${Number(since.split('.')[1]) - 1}.0`;

  test('the old name is an alias from then on', () => {
    expect(resolveComponentType(kind, old, since)).toEqual({ status: 'deprecated', type: old, current, since });
    expect(resolveComponentType(kind, old, earlier)).toEqual({ status: 'current', type: old });
  });
  test('the new name is unknown to older Collectors', () => {
    expect(resolveComponentType(kind, current, earlier)).toEqual({ status: 'too_new', type: current, since, use: old });
    expect(resolveComponentType(kind, current, since)).toEqual({ status: 'current', type: current });
  });
  test('is written as the version knows it', () => {
    expect(nameComponentType(kind, current, earlier)).toBe(old);
    expect(nameComponentType(kind, current, '0.165.0')).toBe(current);
    expect(nameComponentType(kind, old, '0.165.0')).toBe(current);
    expect(findNewestName(kind, old)).toBe(current);
  });
});

test.each<[ComponentKind, string, string | undefined]>([
  ['exporter', 'logging', 'debug'],
  ['exporter', 'jaeger', 'otlp_grpc'],
  ['exporter', 'loki', 'otlp_http'],
  ['exporter', 'opencensus', 'otlp_grpc'],
  ['receiver', 'opencensus', 'otlp'],
  ['processor', 'spanmetrics', 'the span_metrics connector'],
  ['processor', 'routing', 'the routing connector'],
  ['extension', 'memory_ballast', undefined],
])('%s %s is removed, use %s', (kind, type, replacement) => {
  expect(resolveComponentType(kind, type, '0.161.0')).toMatchObject({ status: 'removed', type, replacement });
});

test('a replacement is named as the version knows it', () => {
  expect(resolveComponentType('processor', 'spanmetrics', '0.120.0')).toMatchObject({ replacement: 'the spanmetrics connector' });
});

test('before its removal a component is current', () => {
  expect(resolveComponentType('exporter', 'loki', '0.130.1')).toEqual({ status: 'current', type: 'loki' });
  expect(resolveComponentType('exporter', 'loki', '0.131.0').status).toBe('removed');
});

test('a rename without an alias removes the old name', () => {
  expect(resolveComponentType('processor', 'dynamic_sampling', '0.160.0')).toMatchObject({
    status: 'removed',
    replacement: 'adaptive_tail_sampling',
  });
});

test('an alias belongs to its kind', () => {
  expect(resolveComponentType('receiver', 'otlp', '0.161.0')).toEqual({ status: 'current', type: 'otlp' });
});

test('an unknown name gets the nearest one', () => {
  expect(resolveComponentType('processor', 'memory_limter', '0.161.0')).toEqual({
    status: 'unknown',
    type: 'memory_limter',
    nearest: 'memory_limiter',
  });
  expect(resolveComponentType('receiver', 'filelogs', '0.140.0')).toMatchObject({ nearest: 'filelog' });
  expect(resolveComponentType('receiver', 'constructor', '0.161.0')).toMatchObject({ status: 'unknown' });
  expect(resolveComponentType('exporter', 'something_else_entirely', '0.161.0')).toMatchObject({ nearest: undefined });
});

test.each<[ComponentKind, string, 'core' | 'contrib' | 'k8s', string, boolean | undefined]>([
  ['exporter', 'otlp_grpc', 'core', '0.161.0', true],
  ['exporter', 'otlp', 'k8s', '0.165.0', true],
  ['exporter', 'kafka', 'core', '0.161.0', true],
  ['exporter', 'kafka', 'k8s', '0.161.0', false],
  ['exporter', 'prometheus_remote_write', 'k8s', '0.161.0', false],
  ['exporter', 'prometheus_remote_write', 'core', '0.161.0', true],
  ['exporter', 'elasticsearch', 'core', '0.161.0', false],
  ['exporter', 'elasticsearch', 'contrib', '0.161.0', true],
  ['exporter', 'clickhouse', 'k8s', '0.161.0', false],
  ['exporter', 'load_balancing', 'k8s', '0.161.0', true],
  ['processor', 'tail_sampling', 'core', '0.161.0', false],
  ['processor', 'k8s_attributes', 'k8s', '0.149.0', true],
  ['connector', 'span_metrics', 'k8s', '0.161.0', true],
  ['connector', 'count', 'core', '0.161.0', false],
  ['extension', 'file_storage', 'core', '0.161.0', false],
  ['extension', 'health_check', 'core', '0.161.0', true],
  ['exporter', 'loki', 'contrib', '0.161.0', false],
  ['exporter', 'mezmo', 'contrib', '0.160.0', true],
  ['processor', 'drain', 'contrib', '0.150.0', false],
  ['processor', 'drain', 'contrib', '0.152.0', undefined],
  ['exporter', 'loki', 'contrib', '0.120.0', undefined],
  ['exporter', 'clickhouse', 'core', '0.120.0', undefined],
  ['exporter', 'no_such_thing', 'contrib', '0.161.0', undefined],
])('%s %s in %s %s: %s', (kind, type, distribution, version, expected) => {
  expect(isInDistribution(kind, type, distribution, version)).toBe(expected);
});

test('signals', () => {
  expect(findSupportedSignals('receiver', 'filelog')).toEqual(['logs']);
  expect(findSupportedSignals('processor', 'tail_sampling')).toEqual(['traces']);
  expect(findSupportedSignals('exporter', 'prometheus')).toEqual(['metrics']);
  expect(findSupportedSignals('exporter', 'otlp_http')).toEqual(['traces', 'metrics', 'logs']);
  expect(findSupportedSignals('connector', 'span_metrics')).toEqual([{ from: 'traces', to: 'metrics' }]);
  expect(findSupportedSignals('extension', 'health_check')).toBeUndefined();
  expect(findSupportedSignals('receiver', 'no_such_thing')).toBeUndefined();
});

test('signals that are known of an earlier release', () => {
  expect(mayHaveMoreSignals('receiver', 'apache', '0.161.0')).toBe(true);
  expect(mayHaveMoreSignals('receiver', 'apache', '0.145.0')).toBe(false);
  expect(mayHaveMoreSignals('receiver', 'awscloudwatch', '0.161.0')).toBe(false);
  expect(mayHaveMoreSignals('receiver', 'no_such_thing', '0.161.0')).toBe(false);
});
