import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C003');

describe('C003', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C003')).toEqual([
      'warning 20:3 exporters.logging: exporter "logging" was removed in 0.111.0; use "debug"',
    ]);
  });

  test('found: exporter "loki" was removed in 0.131.0; use "otlp_http"', () => {
    const traces = edit(
      readRulePage('C012').right,
      '  otlp_grpc:\n    endpoint: tempo:4317',
      '  loki:\n    endpoint: http://loki:3100/loki/api/v1/push',
    );
    const text = edit(edit(traces, 'traces:', 'logs:'), 'exporters: [otlp_grpc]', 'exporters: [loki]');
    expect(describeFindings(text, 'C003')).toEqual([
      'warning 12:3 exporters.loki: exporter "loki" was removed in 0.131.0; use "otlp_http"',
    ]);
  });
});
