import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C055');

describe('C055', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C055')).toEqual(['warning 11:3 processors.redaction: "redaction" allows no key']);
  });
});
