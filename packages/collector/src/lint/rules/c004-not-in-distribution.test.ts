import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C004');

describe('C004', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C004', page.options)).toEqual([
      'error 12:3 exporters.prometheus_remote_write: exporter "prometheus_remote_write" is not in the k8s image',
    ]);
  });

  test('found: no processor "memorylimiter" is known; did you mean "memory_limiter"?', () => {
    const text = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: localhost:4317
processors:
  memorylimiter:
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
      processors: [memorylimiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C004', page.options)).toEqual([
      'error 7:3 processors.memorylimiter: no processor "memorylimiter" is known; did you mean "memory_limiter"?',
    ]);
  });
});
