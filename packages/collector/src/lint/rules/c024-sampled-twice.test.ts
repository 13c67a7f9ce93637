import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C024');

describe('C024', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C024')).toEqual([
      'warning 36:36 service.pipelines.traces.processors[1]: pipeline "traces" has probabilistic_sampler and tail_sampling',
    ]);
  });
});
