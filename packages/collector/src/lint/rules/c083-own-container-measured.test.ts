import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C083');

describe('C083', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C083')).toEqual([
      'warning 9:7 receivers.host_metrics: "host_metrics" does not look at /mnt, where the node is: root_path',
    ]);
  });

  test('silent: told by a variable', () => {
    const text = edit(
      page.wrong,
      `              valueFrom: {fieldRef: {fieldPath: status.podIP}}`,
      `              valueFrom: {fieldRef: {fieldPath: status.podIP}}
            - {name: HOST_PROC, value: /mnt/proc}`,
    );
    expect(describeFindings(text, 'C083')).toEqual([]);
  });

  test('silent: the node is not mounted', () => {
    const text = edit(page.wrong, `        - {name: node, hostPath: {path: /}}`, `        - {name: node, hostPath: {path: /var}}`);
    expect(describeFindings(text, 'C083')).toEqual([]);
  });
});
