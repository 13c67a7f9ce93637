import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C040');

describe('C040', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C040')).toEqual([
      'error 23:3 connectors.span_metrics: connector "span_metrics" is the receiver of no pipeline: nothing goes on',
    ]);
  });

  test('found: "prometheus_remote_write" has no traces (only metrics), and pipeline "traces" is one of traces', () => {
    const text = edit(
      edit(
        edit(
          page.right,
          `  otlp_grpc:
    endpoint: tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
`,
          '',
        ),
        `connectors:
  span_metrics:
    aggregation_cardinality_limit: 2000
    metrics_expiration: 5m
    histogram:
      unit: s
`,
        '',
      ),
      `      exporters: [otlp_grpc, span_metrics]
    metrics:
      receivers: [span_metrics]
`,
      '',
    );
    expect(describeFindings(text, 'C040')).toEqual([
      'error 19:19 service.pipelines.traces.exporters[0]: "prometheus_remote_write" has no traces (only metrics), and pipeline "traces" is one of traces',
    ]);
  });

  test('found: "tail_sampling" has no logs (only traces), and pipeline "logs" is one of logs', () => {
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
  tail_sampling:
    decision_wait: 10s
    policies:
      - name: errors
        type: status_code
        status_code: {status_codes: [ERROR]}
      - name: baseline
        type: probabilistic
        probabilistic: {sampling_percentage: 10}
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
    logs:
      receivers: [otlp]
      processors: [memory_limiter, tail_sampling]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C040')).toEqual([
      'error 33:36 service.pipelines.logs.processors[1]: "tail_sampling" has no logs (only traces), and pipeline "logs" is one of logs',
    ]);
  });

  test.each([
    ['0.145.0', 'error'],
    ['0.161.0', 'warning'],
  ])('at %s: %s where no later release than 0.145 is known', (collectorVersion, severity) => {
    const text = edit(
      edit(page.right, 'receivers:\n  otlp:', 'receivers:\n  apache: {}\n  otlp:'),
      'receivers: [otlp]',
      'receivers: [otlp, apache]',
    );
    expect(describeFindings(text, 'C040', { collectorVersion })).toEqual([
      expect.stringMatching(new RegExp(`^${severity} .*"apache" has no traces \\(only metrics\\)`)),
    ]);
  });
});
