import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C072');

describe('C072', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C072')).toEqual(['warning 25:30 : C012 finds nothing here']);
  });
});
