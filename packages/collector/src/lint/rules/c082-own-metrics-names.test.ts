import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C082');

describe('C082', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C082')).toEqual([
      'warning 41:9 groups[0].rules[0].expr: the own metrics have no otelcol_exporter_send_failed_spans but otelcol_exporter_send_failed_spans_total',
    ]);
  });

  test('found: a unit that the reader leaves out', () => {
    const text = edit(
      page.right,
      `        expr: rate(otelcol_exporter_send_failed_spans[5m]) > 0`,
      `        expr: otelcol_process_uptime_seconds_total > 0`,
    );
    expect(describeFindings(text, 'C082')).toEqual([
      'warning 41:9 groups[0].rules[0].expr: the own metrics have no otelcol_process_uptime_seconds_total but otelcol_process_uptime',
    ]);
  });

  test('found: in a pattern', () => {
    const text = edit(
      page.wrong,
      `        expr: rate(otelcol_exporter_send_failed_spans[5m]) > 0`,
      `        expr: 'rate({__name__=~"otelcol_process_uptime(_total)?"}[5m]) > 0'`,
    );
    expect(describeFindings(text, 'C082')).toEqual([
      'warning 41:9 groups[0].rules[0].expr: the own metrics have no otelcol_process_uptime but otelcol_process_uptime_seconds_total',
    ]);
  });

  test('silent: a pattern for both', () => {
    const text = edit(
      page.wrong,
      `        expr: rate(otelcol_exporter_send_failed_spans[5m]) > 0`,
      `        expr: 'rate({__name__=~"otelcol_exporter_send_failed_spans(_total)?"}[5m]) > 0'`,
    );
    expect(describeFindings(text, 'C082')).toEqual([]);
  });

  test('silent: a metric without a suffix', () => {
    const text = edit(
      page.wrong,
      `        expr: rate(otelcol_exporter_send_failed_spans[5m]) > 0`,
      `        expr: otelcol_exporter_queue_size > 0`,
    );
    expect(describeFindings(text, 'C082')).toEqual([]);
  });
});
