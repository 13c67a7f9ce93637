import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C069');

describe('C069', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C069')).toEqual([
      'error 9:5 processors.memory_limiter.limit_mb: unknown key limit_mb; did you mean "limit_mib"?',
    ]);
  });

  test('found: unknown key endpoimt; did you mean "endpoint"?', () => {
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
    endpoimt: tempo:4317
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
    expect(describeFindings(text, 'C069')).toEqual([
      'error 13:5 exporters.otlp_grpc.endpoimt: unknown key endpoimt; did you mean "endpoint"?',
    ]);
  });

  test('found: must be a duration with a unit: 200 alone means nanoseconds', () => {
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
        flush_timeout: 200
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C069')).toEqual([
      'warning 19:9 exporters.otlp_grpc.sending_queue.batch.flush_timeout: must be a duration with a unit: 200 alone means nanoseconds',
    ]);
  });

  test("found: must be a whole number, got 'many'", () => {
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
      queue_size: many
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
    expect(describeFindings(text, 'C069')).toEqual([
      "warning 16:7 exporters.otlp_grpc.sending_queue.queue_size: must be a whole number, got 'many'",
    ]);
  });

  test('silent: limit_mib: 400', () => {
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
      queue_size: \${env:QUEUE_SIZE}
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
    expect(describeFindings(text, 'C069')).toEqual([]);
  });
});
