import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C067');

describe('C067', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C067')).toEqual([
      "error 7:3 spec.tolerations: tolerations cannot be used in mode sidecar: the pod is not the Operator's",
    ]);
  });

  test.each([
    ['volumeClaimTemplates:\n    - metadata:\n        name: queue', 'volumeClaimTemplates need mode statefulset, not deployment'],
    ['targetAllocator:\n    enabled: true', 'the target allocator needs mode statefulset or daemonset, not deployment'],
  ])('found: a Deployment with %j', (key, message) => {
    const text = edit(edit(page.wrong, 'mode: sidecar', 'mode: deployment'), 'tolerations:\n    - operator: Exists', key);
    expect(describeFindings(text, 'C067')).toEqual([`error 7:3 spec.${key.split(':')[0]}: ${message}`]);
  });
});
