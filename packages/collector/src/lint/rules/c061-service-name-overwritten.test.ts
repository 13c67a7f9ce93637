import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C061');

describe('C061', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C061')).toEqual([
      'warning 13:9 processors.resource.attributes[0]: every service becomes "gateway"',
    ]);
  });
});
