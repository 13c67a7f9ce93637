import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C014');

describe('C014', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C014')).toEqual([
      'warning 29:50 service.pipelines.traces.processors[2]: pipeline "traces" runs "k8s_attributes" after "groupbyattrs"',
    ]);
  });
});
