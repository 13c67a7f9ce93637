import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C071');

describe('C071', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C071')).toEqual(['warning 19:30 : C012 is disabled without a reason, so it is not disabled']);
  });
});
