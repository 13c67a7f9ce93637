import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C037');

const config = `apiVersion: v1
kind: ConfigMap
metadata:
  name: collector
  namespace: observability
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
      k8s_attributes:
        filter:
          node_from_env_var: NODE_NAME
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
          processors: [memory_limiter, k8s_attributes]
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
              value: 400MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
            - name: K8S_NODE_NAME
              valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
      volumes:
        - name: config
          configMap: {name: collector}
`;

const other = `receivers:
  prometheus:
    config:
      scrape_configs:
        - job_name: pods
          relabel_configs:
            - replacement: "\${1}:9464"
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  prometheus_remote_write:
    endpoint: http://mimir:9009/api/v1/push
service:
  pipelines:
    metrics:
      receivers: [prometheus]
      processors: [memory_limiter]
      exporters: [prometheus_remote_write]
`;

const third = `apiVersion: v1
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
        endpoint: \${env:TEMPO}
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

describe('C037', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C037')).toEqual([
      'error 15:7 exporters.otlp_grpc.headers.x-tenant: $HONEYCOMB_API_KEY is not replaced; write ${env:HONEYCOMB_API_KEY}',
    ]);
  });

  test('found: ${1} is read as a variable; write $${1}', () => {
    const text = other;
    expect(describeFindings(text, 'C037')).toEqual([
      'error 7:15 receivers.prometheus.config.scrape_configs[0].relabel_configs[0].replacement: ${1} is read as a variable; write $${1}',
    ]);
  });

  test('found: nothing sets the variable TEMPO', () => {
    const text = third;
    expect(describeFindings(text, 'C037')).toEqual(['warning 19:9 exporters.otlp_grpc.endpoint: nothing sets the variable TEMPO']);
  });

  test('silent: apiVersion: v1', () => {
    const text = edit(third, `        endpoint: \${env:TEMPO}`, `        endpoint: \${env:TEMPO:-tempo:4317}`);
    expect(describeFindings(text, 'C037')).toEqual([]);
  });

  test('found: the variable that k8s_attributes reads by itself', () => {
    const text = config;
    expect(describeFindings(text, 'C037')).toEqual([
      'warning 20:11 processors.k8s_attributes.filter.node_from_env_var: nothing sets the variable NODE_NAME',
    ]);
  });

  test('silent: the variable is set', () => {
    const text = edit(config, `          node_from_env_var: NODE_NAME`, `          node_from_env_var: K8S_NODE_NAME`);
    expect(describeFindings(text, 'C037')).toEqual([]);
  });
});
