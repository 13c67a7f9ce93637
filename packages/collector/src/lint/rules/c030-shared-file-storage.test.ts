import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C030');

describe('C030', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C030')).toEqual([
      'error 28:7 extensions.file_storage: the replicas share /var/lib/otelcol of "file_storage"',
    ]);
  });

  test('found: "file_storage" writes to /var/lib/otelcol, an emptyDir', () => {
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
          storage: file_storage
    extensions:
      file_storage:
        directory: /var/lib/otelcol
    service:
      extensions: [file_storage]
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
            - {name: queue, mountPath: /var/lib/otelcol}
      volumes:
        - name: config
          configMap: {name: collector}
        - name: queue
          emptyDir: {}
`;
    expect(describeFindings(text, 'C030')).toEqual([
      'warning 28:7 extensions.file_storage: "file_storage" writes to /var/lib/otelcol, an emptyDir',
    ]);
  });

  test('silent: kind: DaemonSet', () => {
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
          storage: file_storage
    extensions:
      file_storage:
        directory: /var/lib/otelcol
    service:
      extensions: [file_storage]
      pipelines:
        traces:
          receivers: [otlp]
          processors: [memory_limiter]
          exporters: [otlp_grpc]
---
apiVersion: apps/v1
kind: DaemonSet
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
            - {name: queue, mountPath: /var/lib/otelcol}
      volumes:
        - name: config
          configMap: {name: collector}
        - name: queue
          hostPath: {path: /var/lib/otelcol}
`;
    expect(describeFindings(text, 'C030')).toEqual([]);
  });

  test('silent: apiVersion: opentelemetry.io/v1beta1', () => {
    const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata:
  name: gateway
spec:
  mode: sidecar
  volumes:
    - name: queue
      emptyDir: {}
  volumeMounts:
    - {name: queue, mountPath: /var/lib/otelcol}
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
          storage: file_storage
    extensions:
      file_storage:
        directory: /var/lib/otelcol
    service:
      extensions: [file_storage]
      pipelines:
        traces:
          receivers: [otlp]
          processors: [memory_limiter]
          exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C030')).toEqual([]);
  });
});
