import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C048');

describe('C048', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C048')).toEqual([
      'error 12:7 receivers.k8s_cluster: every copy of this daemonset runs "k8s_cluster"',
    ]);
  });

  test('silent: k8s_leader_elector: k8s_leader_elector', () => {
    const text = edit(
      edit(
        edit(page.wrong, '        collection_interval: 30s', '        k8s_leader_elector: k8s_leader_elector'),
        '        endpoint: http://mimir:9009/api/v1/push',
        `        endpoint: http://mimir:9009/api/v1/push
    extensions:
      k8s_leader_elector:
        auth_type: serviceAccount`,
      ),
      '    service:',
      `    service:
      extensions: [k8s_leader_elector]`,
    );
    expect(describeFindings(text, 'C048')).toEqual([]);
  });
});
