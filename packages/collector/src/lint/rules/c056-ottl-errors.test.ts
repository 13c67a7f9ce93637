import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C056');

describe('C056', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C056')).toEqual([
      'warning 12:5 processors.filter.error_mode: "filter" drops a batch for one bad record',
    ]);
  });

  test('found: "(" does not close', () => {
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
  filter:
    error_mode: ignore
    traces:
      span:
        - 'IsMatch(attributes["url.path"], "/health"'
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
      processors: [memory_limiter, filter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C056')).toEqual(['error 15:11 processors.filter.traces.span[0]: "(" does not close']);
  });
});
