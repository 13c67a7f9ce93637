import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C050');

describe('C050', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C050')).toEqual([
      'warning 21:7 processors.k8s_attributes: "k8s_attributes" has no filter for its own node',
    ]);
  });
});
