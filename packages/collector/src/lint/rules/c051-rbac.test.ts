import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C051');

describe('C051', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C051')).toEqual([
      'error 17:7 processors.k8s_attributes: the service account may not get namespaces, list namespaces, watch namespaces',
    ]);
  });

  test('found: the service account may do everything', () => {
    const text = edit(
      page.wrong,
      `    resources: [pods]
    verbs: [get, list, watch]`,
      `    resources: ['*']
    verbs: ['*']`,
    );
    expect(describeFindings(text, 'C051')).toEqual(['warning 69:5 rules[0]: the service account may do everything']);
  });
});
