import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C020');

describe('C020', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C020')).toEqual([
      'warning 34:7 connectors.span_metrics: the replicas of "span_metrics" write the same series: none has collector.instance.id',
    ]);
  });
});
