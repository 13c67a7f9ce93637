import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C063');

describe('C063', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C063')).toEqual([
      'error 9:9 receivers.otlp/second.protocols.http.endpoint: port 4317 of "otlp/second" is taken by otlp',
    ]);
  });

  test('found: port 8888 of "prometheus" is taken by the Collector\'s own metrics', () => {
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
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
  prometheus:
    endpoint: localhost:8888
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
    metrics:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [prometheus]
`;
    expect(describeFindings(text, 'C063')).toEqual([
      'error 21:5 exporters.prometheus.endpoint: port 8888 of "prometheus" is taken by the Collector\'s own metrics',
    ]);
  });
});
