import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C069');

describe('C069', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C069')).toEqual([
      'error 9:5 processors.memory_limiter.limit_mb: unknown key "limit_mb"; did you mean "limit_mib"?',
    ]);
  });
});
