import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C010');

describe('C010', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C010')).toEqual([
      'warning 19:36 service.pipelines.traces.processors[1]: pipeline "traces" uses the batch processor',
    ]);
  });
});
