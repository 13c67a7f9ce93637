import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C067');

describe('C067', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C067')).toEqual([
      "error 7:3 spec.tolerations: tolerations cannot be used in mode sidecar: the pod is not the Operator's",
    ]);
  });

  test('found: volumeClaimTemplates need mode statefulset, not deployment', () => {
    const text = edit(
      page.wrong,
      `  mode: sidecar
  tolerations:
    - operator: Exists`,
      `  mode: deployment
  volumeClaimTemplates:
    - metadata:
        name: queue`,
    );
    expect(describeFindings(text, 'C067')).toEqual([
      'error 7:3 spec.volumeClaimTemplates: volumeClaimTemplates need mode statefulset, not deployment',
    ]);
  });

  test('found: the target allocator needs mode statefulset or daemonset, not deployment', () => {
    const text = edit(
      page.wrong,
      `  mode: sidecar
  tolerations:
    - operator: Exists`,
      `  mode: deployment
  targetAllocator:
    enabled: true`,
    );
    expect(describeFindings(text, 'C067')).toEqual([
      'error 7:3 spec.targetAllocator: the target allocator needs mode statefulset or daemonset, not deployment',
    ]);
  });
});
