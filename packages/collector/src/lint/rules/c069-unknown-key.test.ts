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

  test('found: unknown key reciever; did you mean "receivers"?', () => {
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
service:
  pipelines:
    traces:
      reciever: [otlp]
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C069')).toEqual([
      'error 23:7 service.pipelines.traces.reciever: unknown key reciever; did you mean "receivers"?',
    ]);
  });

  test('found: unknown signal trace; did you mean "traces"?', () => {
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
service:
  pipelines:
    trace:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C069')).toEqual(['error 22:5 service.pipelines.trace: unknown signal trace; did you mean "traces"?']);
  });

  test('found: unknown key extension; did you mean "extensions"?', () => {
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
service:
  extension: []
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C069')).toEqual(['error 21:3 service.extension: unknown key extension; did you mean "extensions"?']);
  });

  test('found: unknown key processor; did you mean "processors"?', () => {
    const text = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: localhost:4317
processor: {}
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
    expect(describeFindings(text, 'C069')).toEqual(['error 6:1 processor: unknown key processor; did you mean "processors"?']);
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

  test('silent: limit_mib: 400 (too)', () => {
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
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
(a test(@)): true
`;
    expect(describeFindings(text, 'C069')).toEqual([]);
  });

  test('a section of another distribution: silent until the distribution is known', () => {
    const text = `config_sources: {vault: {}}\n${page.right}`;
    expect(describeFindings(text, 'C069')).toEqual([]);
    expect(describeFindings(text, 'C069', { distribution: 'contrib' })).toEqual([expect.stringContaining('unknown key config_sources')]);
  });
});
