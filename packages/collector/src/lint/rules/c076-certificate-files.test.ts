import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C076');

describe('C076', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C076')).toEqual([
      'error 15:15 receivers.otlp.protocols.grpc.tls.key_file: a Secret of type kubernetes.io/tls has no tls.keys; did you mean tls.key?',
    ]);
  });

  test('found: no volume', () => {
    const text = `apiVersion: v1
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
            tls:
              cert_file: /tls/tls.crt
              key_file: /tls/tls.key
              reload_interval: 1h
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
              value: 400MiB
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
    expect(describeFindings(text, 'C076')).toEqual([
      'error 14:15 receivers.otlp.protocols.grpc.tls.cert_file: no volume is mounted at /tls',
      'error 15:15 receivers.otlp.protocols.grpc.tls.key_file: no volume is mounted at /tls',
    ]);
  });

  test('found: not among the items of the Secret', () => {
    const text = `apiVersion: v1
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
            tls:
              cert_file: /tls/tls.crt
              key_file: /tls/tls.key
              reload_interval: 1h
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
              value: 400MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
            - {name: tls, mountPath: /tls}
      volumes:
        - name: config
          configMap: {name: collector}
        - {name: tls, secret: {secretName: tls, items: [{key: tls.crt, path: tls.crt}]}}
`;
    expect(describeFindings(text, 'C076')).toEqual([
      'error 15:15 receivers.otlp.protocols.grpc.tls.key_file: the Secret at /tls gives tls.crt',
    ]);
  });

  test('silent: another kind of Secret', () => {
    const text = `apiVersion: v1
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
            tls:
              cert_file: /tls/chain.pem
              key_file: /tls/key.pem
              reload_interval: 1h
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
              value: 400MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
            - {name: tls, mountPath: /tls}
      volumes:
        - name: config
          configMap: {name: collector}
        - {name: tls, secret: {secretName: tls}}
`;
    expect(describeFindings(text, 'C076')).toEqual([]);
  });

  test('silent: what the image has', () => {
    const text = `apiVersion: v1
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
            tls:
              cert_file: /tls/tls.crt
              key_file: /tls/tls.key
              client_ca_file: /etc/ssl/certs/ca-certificates.crt
              reload_interval: 1h
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
              value: 400MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
            - {name: tls, mountPath: /tls}
      volumes:
        - name: config
          configMap: {name: collector}
        - {name: tls, secret: {secretName: tls}}
`;
    expect(describeFindings(text, 'C076')).toEqual([]);
  });

  test('silent: a folder of the node', () => {
    const text = `apiVersion: v1
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
            tls:
              cert_file: /tls/tls.crt
              key_file: /tls/tls.keys
              reload_interval: 1h
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
              value: 400MiB
            - name: MY_POD_IP
              valueFrom: {fieldRef: {fieldPath: status.podIP}}
          resources:
            limits:
              memory: 512Mi
          volumeMounts:
            - {name: config, mountPath: /conf}
            - {name: tls, mountPath: /tls}
      volumes:
        - name: config
          configMap: {name: collector}
        - {name: tls, hostPath: {path: /tls}}
`;
    expect(describeFindings(text, 'C076')).toEqual([]);
  });
});
