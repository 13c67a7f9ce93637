import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C042');

describe('C042', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C042')).toEqual([
      'error 26:5 service: the container has probes on 13133, and health_check is not enabled',
    ]);
  });

  test('found: "health_check" listens on localhost, where the kubelet\'s probes do not get', () => {
    const text = edit(page.right, '        endpoint: ${env:MY_POD_IP}:13133', '        endpoint: localhost:13133');
    expect(describeFindings(text, 'C042')).toEqual([
      'error 28:9 extensions.health_check.endpoint: "health_check" listens on localhost, where the kubelet\'s probes do not get',
    ]);
  });

  test('found: "health_check" listens on localhost, where the kubelet\'s probes do not get (too)', () => {
    const text = edit(
      page.right,
      `      health_check:
        endpoint: \${env:MY_POD_IP}:13133`,
      '      health_check: {}',
    );
    expect(describeFindings(text, 'C042')).toEqual([
      'error 27:7 extensions.health_check: "health_check" listens on localhost, where the kubelet\'s probes do not get',
    ]);
  });
});
