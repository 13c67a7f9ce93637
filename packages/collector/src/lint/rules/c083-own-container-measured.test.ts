import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C083');

describe('C083', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C083')).toEqual([
      'warning 9:7 receivers.host_metrics: "host_metrics" does not look at /mnt, where the node is: root_path',
    ]);
  });

  test('silent: told by a variable', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: collector
  namespace: observability
data:
  config.yaml: |
    receivers:
      host_metrics:
        scrapers:
          filesystem: {}
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 400
        spike_limit_mib: 80
    exporters:
      otlp_http:
        endpoint: https://mimir:8080/otlp
        sending_queue:
          sizer: items
          queue_size: 100000
          batch:
            min_size: 8192
            flush_timeout: 200ms
    service:
      pipelines:
        metrics:
          receivers: [host_metrics]
          processors: [memory_limiter]
          exporters: [otlp_http]
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
              value: 400MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
            - {name: HOST_PROC, value: /mnt/proc}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
            - {name: node, mountPath: /mnt, readOnly: true}
      volumes:
        - name: config
          configMap: {name: collector}
        - {name: node, hostPath: {path: /}}
`;
    expect(describeFindings(text, 'C083')).toEqual([]);
  });

  test('silent: the node is not mounted', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: collector
  namespace: observability
data:
  config.yaml: |
    receivers:
      host_metrics:
        scrapers:
          filesystem: {}
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 400
        spike_limit_mib: 80
    exporters:
      otlp_http:
        endpoint: https://mimir:8080/otlp
        sending_queue:
          sizer: items
          queue_size: 100000
          batch:
            min_size: 8192
            flush_timeout: 200ms
    service:
      pipelines:
        metrics:
          receivers: [host_metrics]
          processors: [memory_limiter]
          exporters: [otlp_http]
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
              value: 400MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
            - {name: node, mountPath: /mnt, readOnly: true}
      volumes:
        - name: config
          configMap: {name: collector}
        - {name: node, hostPath: {path: /var}}
`;
    expect(describeFindings(text, 'C083')).toEqual([]);
  });
});
