import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C021');

describe('C021', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C021')).toEqual([
      'warning 23:3 connectors.span_metrics: "span_metrics" has no aggregation_cardinality_limit',
    ]);
  });

  test('found: dimension "user.id" has a value for each request', () => {
    const text = edit(
      page.right,
      '      unit: s',
      `      unit: s
    dimensions:
      - name: user.id`,
    );
    expect(describeFindings(text, 'C021')).toEqual([
      'warning 29:9 connectors.span_metrics.dimensions[0].name: dimension "user.id" has a value for each request',
    ]);
  });

  test('found: "span_metrics" has no metrics_expiration', () => {
    const text = edit(
      page.right,
      `    metrics_expiration: 5m
`,
      '',
    );
    expect(describeFindings(text, 'C021')).toEqual(['warning 23:3 connectors.span_metrics: "span_metrics" has no metrics_expiration']);
  });

  test('silent: aggregation_cardinality_limit: 2000', () => {
    const text = edit(
      page.right,
      '      unit: s',
      `      unit: s
    dimensions:
      - name: http.route`,
    );
    expect(describeFindings(text, 'C021')).toEqual([]);
  });
});
