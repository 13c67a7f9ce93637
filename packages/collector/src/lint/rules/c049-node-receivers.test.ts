import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C049');

describe('C049', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C049')).toEqual([
      'error 12:7 receivers.host_metrics: "host_metrics" sees one node only in a deployment',
    ]);
  });
});
