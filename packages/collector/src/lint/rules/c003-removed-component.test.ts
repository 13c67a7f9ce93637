import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C003');

describe('C003', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C003')).toEqual([
      'warning 20:3 exporters.logging: exporter "logging" was removed in 0.111.0; use "debug"',
    ]);
  });

  test('found: exporter "loki" was removed in 0.131.0; use "otlp_http"', () => {
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
  loki:
    endpoint: http://loki:3100/loki/api/v1/push
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
service:
  pipelines:
    logs:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [loki]
`;
    expect(describeFindings(text, 'C003')).toEqual([
      'warning 12:3 exporters.loki: exporter "loki" was removed in 0.131.0; use "otlp_http"',
    ]);
  });
});
