import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C027');

describe('C027', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C027')).toEqual([
      'warning 15:7 exporters.otlp_grpc.sending_queue.queue_size: queue_size 100000 counts requests, not items',
    ]);
  });

  test('found: queue_size 5000 (items) is below batch.min_size 8192', () => {
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
      queue_size: 5000
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
    expect(describeFindings(text, 'C027')).toEqual([
      'error 16:7 exporters.otlp_grpc.sending_queue.queue_size: queue_size 5000 (items) is below batch.min_size 8192',
    ]);
  });
});
