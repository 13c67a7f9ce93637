import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C022');

describe('C022', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C022')).toEqual([
      'warning 23:3 connectors.span_metrics: "span_metrics" does not say the unit of its histogram',
    ]);
  });
});
