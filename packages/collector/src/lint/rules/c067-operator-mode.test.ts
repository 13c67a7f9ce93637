import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C067');

describe('C067', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C067')).toEqual([
      "error 7:3 spec.tolerations: tolerations cannot be used in mode sidecar: the pod is not the Operator's",
    ]);
  });

  test('found: volumeClaimTemplates need mode statefulset, not deployment', () => {
    const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata:
  name: gateway
spec:
  mode: deployment
  volumeClaimTemplates:
    - metadata:
        name: queue
  resources:
    limits:
      memory: 512Mi
  config:
    receivers:
      otlp:
        protocols:
          grpc:
            endpoint: \${env:MY_POD_IP}:4317
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 400
        spike_limit_mib: 80
    exporters:
      otlp_grpc:
        endpoint: tempo:4317
        sending_queue:
          sizer: items
          queue_size: 100000
          batch:
            min_size: 8192
            flush_timeout: 200ms
    service:
      pipelines:
        traces:
          receivers: [otlp]
          processors: [memory_limiter]
          exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C067')).toEqual([
      'error 7:3 spec.volumeClaimTemplates: volumeClaimTemplates need mode statefulset, not deployment',
    ]);
  });

  test('found: the target allocator needs mode statefulset or daemonset, not deployment', () => {
    const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata:
  name: gateway
spec:
  mode: deployment
  targetAllocator:
    enabled: true
  resources:
    limits:
      memory: 512Mi
  config:
    receivers:
      otlp:
        protocols:
          grpc:
            endpoint: \${env:MY_POD_IP}:4317
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 400
        spike_limit_mib: 80
    exporters:
      otlp_grpc:
        endpoint: tempo:4317
        sending_queue:
          sizer: items
          queue_size: 100000
          batch:
            min_size: 8192
            flush_timeout: 200ms
    service:
      pipelines:
        traces:
          receivers: [otlp]
          processors: [memory_limiter]
          exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C067')).toEqual([
      'error 7:3 spec.targetAllocator: the target allocator needs mode statefulset or daemonset, not deployment',
    ]);
  });
});
