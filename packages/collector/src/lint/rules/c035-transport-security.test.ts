import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C035');

describe('C035', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C035')).toEqual([
      'error 15:7 exporters.otlp_grpc.tls.insecure: tls.insecure sends in clear text to otlp.vendor.io',
    ]);
  });

  test('found: the certificate of the other side is not verified', () => {
    const text = `receivers:
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
    tls:
      insecure_skip_verify: true
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
    expect(describeFindings(text, 'C035')).toEqual([
      'warning 15:7 exporters.otlp_grpc.tls.insecure_skip_verify: the certificate of the other side is not verified',
    ]);
  });

  test('silent: endpoint: tempo.monitoring.svc.cluster.local:4317', () => {
    const text = `receivers:
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
    endpoint: tempo.monitoring.svc.cluster.local:4317
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
`;
    expect(describeFindings(text, 'C035')).toEqual([]);
  });
});
