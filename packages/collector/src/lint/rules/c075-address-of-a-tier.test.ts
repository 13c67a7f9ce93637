import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C075');

const config = `apiVersion: v1
kind: ConfigMap
metadata:
  name: agent
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
    exporters:
      load_balancing:
        protocol:
          otlp:
            tls:
              insecure: true
        resolver:
          dns:
            hostname: gateway.observability.svc.cluster.localx
            port: "4317"
        retry_on_failure:
          enabled: true
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
          exporters: [load_balancing]
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  template:
    metadata:
      labels:
        app: agent
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
          configMap: {name: agent}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: gateway
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
  name: gateway
spec:
  template:
    metadata:
      labels:
        app: gateway
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
          configMap: {name: gateway}
---
apiVersion: v1
kind: Service
metadata:
  name: gateway
  namespace: observability
spec:
  clusterIP: None
  selector:
    app: gateway
  ports:
    - port: 4317
`;

const other = `apiVersion: v1
kind: ConfigMap
metadata:
  name: agent
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
    exporters:
      otlp_grpc:
        endpoint: gateway.observability.svc.cluster.local:4318
        tls:
          ca_file: /tls/ca.crt
          cert_file: /tls/tls.crt
          key_file: /tls/tls.key
          reload_interval: 1h
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
kind: DaemonSet
metadata:
  name: agent
spec:
  template:
    metadata:
      labels:
        app: agent
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
          configMap: {name: agent}
        - {name: tls, secret: {secretName: tls}}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: gateway
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
              client_ca_file: /tls/ca.crt
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
  name: gateway
spec:
  template:
    metadata:
      labels:
        app: gateway
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
          configMap: {name: gateway}
        - {name: tls, secret: {secretName: tls}}
---
apiVersion: v1
kind: Service
metadata:
  name: gateway
  namespace: observability
spec:
  selector:
    app: gateway
  ports:
    - port: 4317
`;

describe('C075', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C075')).toEqual([
      'error 20:9 exporters.otlp_grpc.endpoint: no Service is called "gatway"; did you mean "gateway"?',
    ]);
  });

  test('found: nearly the domain of clusters', () => {
    const text = config;
    expect(describeFindings(text, 'C075')).toEqual([
      'warning 26:13 exporters.load_balancing.resolver.dns.hostname: "svc.cluster.localx" is no domain of a cluster; did you mean "svc.cluster.local"?',
    ]);
  });

  test('found: no port', () => {
    const text = config.replace(
      `            hostname: gateway.observability.svc.cluster.localx
            port: "4317"`,
      () => `            hostname: gateway.observability.svc.cluster.local
            port: "4317x"`,
    );
    expect(describeFindings(text, 'C075')).toEqual(['error 27:13 exporters.load_balancing.resolver.dns.port: "4317x" is no port']);
  });

  test('found: a port on which nobody listens', () => {
    const text = config.replace(
      `            hostname: gateway.observability.svc.cluster.localx
            port: "4317"`,
      () => `            hostname: gateway.observability.svc.cluster.local
            port: "4318"`,
    );
    expect(describeFindings(text, 'C075')).toEqual([
      'error 26:13 exporters.load_balancing.resolver.dns.hostname: "load_balancing" dials port 4318, on which no receiver behind "gateway" listens',
    ]);
  });

  test('found: a port that the Service does not open', () => {
    const text = other;
    expect(describeFindings(text, 'C075')).toEqual([
      'error 20:9 exporters.otlp_grpc.endpoint: "otlp_grpc" dials port 4318, and Service "gateway" opens 4317',
    ]);
  });

  test('silent: a cluster with another domain', () => {
    const text = config.replace(
      `            hostname: gateway.observability.svc.cluster.localx`,
      () => `            hostname: gateway.observability.svc.acme.internal`,
    );
    expect(describeFindings(text, 'C075')).toEqual([]);
  });

  test('silent: a Service of another namespace', () => {
    const text = config.replace(
      `            hostname: gateway.observability.svc.cluster.localx`,
      () => `            hostname: gatway.other.svc.cluster.local`,
    );
    expect(describeFindings(text, 'C075')).toEqual([]);
  });

  test('silent: the address as it is', () => {
    const text = config.replace(
      `            hostname: gateway.observability.svc.cluster.localx`,
      () => `            hostname: gateway.observability.svc.cluster.local`,
    );
    expect(describeFindings(text, 'C075')).toEqual([]);
  });
});
