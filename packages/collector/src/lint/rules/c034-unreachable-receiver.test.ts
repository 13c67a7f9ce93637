import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C034');

describe('C034', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C034')).toEqual([
      'error 11:13 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on localhost:4317, and the port is open for others',
    ]);
  });

  test('found: "otlp" listens on localhost:4317, and the port is open for others', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: collector
data:
  config.yaml: |
    receivers:
      otlp:
        protocols:
          grpc: {}
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
          image: ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.161.0
          env:
            - name: GOMEMLIMIT
              value: 300MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
          resources:
            limits:
              memory: 512Mi
          ports:
            - containerPort: 4317
          volumeMounts:
            - {name: config, mountPath: /conf}
      volumes:
        - name: config
          configMap: {name: collector}
`;
    expect(describeFindings(text, 'C034')).toEqual([
      'error 10:11 receivers.otlp.protocols.grpc: "otlp" listens on localhost:4317, and the port is open for others',
    ]);
  });

  test('silent: less', () => {
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
            endpoint: localhost:4317
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
    expect(describeFindings(text, 'C034')).toEqual([]);
  });

  test.each(['localhost:4317x', '${env:POD_IP}:http', '0.0.0.0:70000', 'localhost:'])('found: no Collector can open %s', (address) => {
    const text = page.right.replace(/endpoint: .*4317.*/, `endpoint: "${address}"`);
    expect(describeFindings(text, 'C034')).toContainEqual(expect.stringContaining('has no port that can be opened'));
  });

  test.each(['${env:POD_IP}:${env:PORT}', '[::1]:4317', '${env:ADDRESS}', 'localhost:4317'])('silent: %s', (address) => {
    const text = page.right.replace(/endpoint: .*4317.*/, `endpoint: "${address}"`);
    expect(describeFindings(text, 'C034').filter((finding) => finding.includes('can be opened'))).toEqual([]);
  });
});
