import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C066');

describe('C066', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C066')).toEqual(['warning 21:7 processors.resource_detection: "resource_detection" is null']);
  });
});
