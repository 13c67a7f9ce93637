import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C023');

describe('C023', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C023')).toEqual([
      'warning 13:5 processors.tail_sampling.policies: "tail_sampling" keeps no share of ordinary traces',
    ]);
  });
});
