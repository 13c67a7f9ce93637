import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C065');

describe('C065', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C065')).toEqual([
      'warning 45:11 spec.template.spec.containers[0].image: image "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:latest" has no fixed version',
    ]);
  });

  test('found: image "otel/opentelemetry-collector-contrib:0.150.0" comes from Docker Hub', () => {
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
          image: otel/opentelemetry-collector-contrib:0.150.0
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
    expect(describeFindings(text, 'C065')).toEqual([
      'info 45:11 spec.template.spec.containers[0].image: image "otel/opentelemetry-collector-contrib:0.150.0" comes from Docker Hub',
    ]);
  });
});
