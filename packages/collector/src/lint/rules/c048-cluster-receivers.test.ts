import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C048');

describe('C048', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C048')).toEqual([
      'error 12:7 receivers.k8s_cluster: every copy of this daemonset runs "k8s_cluster"',
    ]);
  });

  test('silent: k8s_leader_elector: k8s_leader_elector', () => {
    const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata:
  name: gateway
spec:
  mode: daemonset
  resources:
    limits:
      memory: 512Mi
  config:
    receivers:
      k8s_cluster:
        k8s_leader_elector: k8s_leader_elector
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 400
        spike_limit_mib: 80
    exporters:
      prometheus_remote_write:
        endpoint: http://mimir:9009/api/v1/push
    extensions:
      k8s_leader_elector:
        auth_type: serviceAccount
    service:
      extensions: [k8s_leader_elector]
      pipelines:
        metrics:
          receivers: [k8s_cluster]
          processors: [memory_limiter]
          exporters: [prometheus_remote_write]
`;
    expect(describeFindings(text, 'C048')).toEqual([]);
  });
});
