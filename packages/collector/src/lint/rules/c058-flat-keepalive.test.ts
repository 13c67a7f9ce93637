import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C058');

describe('C058', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C058')).toEqual([
      'warning 14:5 exporters.otlp_http.idle_conn_timeout: idle_conn_timeout belongs below keepalive',
    ]);
  });

  test('found: max_idle_conns and keepalive cannot stand together', () => {
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
  otlp_http:
    endpoint: http://tempo:4318
    max_idle_conns: 10
    keepalive:
      idle_conn_timeout: 30s
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
      exporters: [otlp_http]
`;
    expect(describeFindings(text, 'C058')).toEqual([
      'error 14:5 exporters.otlp_http.max_idle_conns: max_idle_conns and keepalive cannot stand together',
    ]);
  });
});
