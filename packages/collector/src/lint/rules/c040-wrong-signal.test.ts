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
    const remoteWrite = edit(page.right, /  otlp_grpc:\n[^]*?(?=  prometheus_remote_write:)/, '');
    const text = edit(
      edit(remoteWrite, /connectors:\n[^]*?(?=service:)/, ''),
      /exporters: \[otlp_grpc, span_metrics\]\n[^]*(?=exporters:)/,
      '',
    );
    expect(describeFindings(text, 'C040')).toEqual([
      'error 19:19 service.pipelines.traces.exporters[0]: "prometheus_remote_write" has no traces (only metrics), and pipeline "traces" is one of traces',
    ]);
  });

  test('found: "tail_sampling" has no logs (only traces), and pipeline "logs" is one of logs', () => {
    const text = edit(readRulePage('C023').right, 'traces:', 'logs:');
    expect(describeFindings(text, 'C040')).toEqual([
      'error 34:36 service.pipelines.logs.processors[1]: "tail_sampling" has no logs (only traces), and pipeline "logs" is one of logs',
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
