import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C013');

describe('C013', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C013')).toEqual([
      'error 37:51 service.pipelines.traces.processors[2]: pipeline "traces" runs "k8s_attributes" after tail_sampling, where the connection is gone',
    ]);
  });

  test('silent: pod_association:', () => {
    const text = edit(
      page.wrong,
      '  k8s_attributes:',
      `  k8s_attributes:
    pod_association:
      - sources:
          - {from: resource_attribute, name: k8s.pod.uid}`,
    );
    expect(describeFindings(text, 'C013')).toEqual([]);
  });
});
