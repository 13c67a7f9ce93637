import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C008');

describe('C008', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C008')).toEqual([
      'error 15:9 processors.memory_limiter.limit_percentage: limit_percentage without a memory limit of the container is a share of the node',
    ]);
  });

  test("found: limit_mib 600 is not below the container's limit of 512 MiB", () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: collector
data:
  config.yaml: |
    receivers:
      otlp:
        protocols:
          grpc:
            endpoint: \${env:MY_POD_IP}:4317
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 600
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
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: collector
spec:
  template:
    metadata:
      labels:
        app: collector
    spec:
      containers:
        - name: collector
          image: ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.161.0
          env:
            - name: GOMEMLIMIT
              value: 300MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
      volumes:
        - name: config
          configMap: {name: collector}
`;
    expect(describeFindings(text, 'C008')).toEqual([
      "error 15:9 processors.memory_limiter.limit_mib: limit_mib 600 is not below the container's limit of 512 MiB",
    ]);
  });

  test('found: limit_percentage without a memory limit of the container is a share of the node', () => {
    const text = `mode: deployment
resources: {}
config:
  processors:
    memory_limiter:
      limit_percentage: 75
`;
    expect(describeFindings(text, 'C008')).toEqual([
      'error 6:7 processors.memory_limiter.limit_percentage: limit_percentage without a memory limit of the container is a share of the node',
    ]);
  });

  test('silent: mode: deployment', () => {
    const text = `mode: deployment
config:
  processors:
    memory_limiter:
      limit_percentage: 75
`;
    expect(describeFindings(text, 'C008')).toEqual([]);
  });
});
