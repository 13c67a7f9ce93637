import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C012');

describe('C012', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C012')).toEqual([
      'warning 19:19 service.pipelines.traces.exporters[0]: nothing batches between pipeline "traces" and exporter "otlp_grpc"',
    ]);
  });

  test('silent: batch: {}', () => {
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
  batch: {}
exporters:
  otlp_grpc:
    endpoint: tempo:4317
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, batch]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C012')).toEqual([]);
  });
});
