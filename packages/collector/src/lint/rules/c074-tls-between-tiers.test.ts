import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C074');

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
      otlp_grpc:
        endpoint: gateway.observability.svc.cluster.local:4317
        tls:
          insecure: true
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
  clusterIP: None
  selector:
    app: gateway
  ports:
    - port: 4317
`;

describe('C074', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C074')).toEqual([
      'error 21:9 exporters.otlp_grpc.tls: "otlp_grpc" shows no certificate, and "otlp" behind gateway asks for one',
    ]);
  });

  test('found: TLS against clear text', () => {
    const text = page.right.replace(
      `            endpoint: \${env:MY_POD_IP}:4317
            tls:
              cert_file: /tls/tls.crt
              key_file: /tls/tls.key
              client_ca_file: /tls/ca.crt
              reload_interval: 1h`,
      () => `            endpoint: \${env:MY_POD_IP}:4317`,
    );
    expect(describeFindings(text, 'C074')).toEqual([
      'error 21:9 exporters.otlp_grpc.tls: "otlp_grpc" speaks TLS, and "otlp" behind gateway does not',
    ]);
  });

  test('found: clear text against TLS', () => {
    const text = page.wrong.replace(`          ca_file: /tls/ca.crt`, () => `          insecure: true`);
    expect(describeFindings(text, 'C074')).toEqual([
      'error 21:9 exporters.otlp_grpc.tls: "otlp_grpc" does not speak TLS, and "otlp" behind gateway does',
    ]);
  });

  test('found: a certificate that nobody asks for', () => {
    const text = page.right.replace(
      `              key_file: /tls/tls.key
              client_ca_file: /tls/ca.crt`,
      () => `              key_file: /tls/tls.key`,
    );
    expect(describeFindings(text, 'C074')).toEqual([
      'warning 21:9 exporters.otlp_grpc.tls: "otlp_grpc" shows a certificate, and "otlp" behind gateway lets in whoever shows none',
    ]);
  });

  test('found: no CA', () => {
    const text = page.right.replace(
      `        tls:
          ca_file: /tls/ca.crt`,
      () => `        tls:`,
    );
    expect(describeFindings(text, 'C074')).toEqual([
      'warning 21:9 exporters.otlp_grpc.tls: "otlp_grpc" knows no CA that can have signed the certificate of "otlp" behind gateway',
    ]);
  });

  test('silent: clear text on both sides', () => {
    const text = config;
    expect(describeFindings(text, 'C074')).toEqual([]);
  });

  test('silent: a variable decides', () => {
    const text = page.wrong.replace(`          ca_file: /tls/ca.crt`, () => `          insecure: \${env:PLAIN}`);
    expect(describeFindings(text, 'C074')).toEqual([]);
  });

  test('silent: a Service of the same name in another namespace', () => {
    const text = page.wrong.replace(
      `        endpoint: gateway.observability.svc.cluster.local:4317`,
      () => `        endpoint: gateway.other.svc.cluster.local:4317`,
    );
    expect(describeFindings(text, 'C074')).toEqual([]);
  });
});
