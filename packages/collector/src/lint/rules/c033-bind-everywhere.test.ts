import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C033');

describe('C033', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C033')).toEqual([
      'warning 5:9 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on every interface, port 4317',
    ]);
  });

  test('found: "otlp" listens on every interface, port 4317', () => {
    const text = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: ":4317"
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
`;
    expect(describeFindings(text, 'C033')).toEqual([
      'warning 5:9 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on every interface, port 4317',
    ]);
  });

  test('found: "otlp" listens on every interface, port 4317 (too)', () => {
    const text = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: "[::]:4317"
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
`;
    expect(describeFindings(text, 'C033')).toEqual([
      'warning 5:9 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on every interface, port 4317',
    ]);
  });

  test('silent: endpoint: ${env:MY_POD_IP}:4317', () => {
    const text = `receivers:
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
`;
    expect(describeFindings(text, 'C033')).toEqual([]);
  });
});
