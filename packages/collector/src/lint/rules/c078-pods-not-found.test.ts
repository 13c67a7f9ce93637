import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C078');

describe('C078', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C078')).toEqual([
      'warning 14:3 processors.k8s_attributes: "k8s_attributes" knows pods by no attribute that "file_log" sets',
    ]);
  });

  test('found: a source that is from nowhere', () => {
    const text = edit(page.right, `          - from: resource_attribute`, `          - from: resource`);
    expect(describeFindings(text, 'C078')).toEqual([
      'error 21:13 processors.k8s_attributes.pod_association[0].sources[0]: a source is from resource_attribute or connection, not from "resource"',
    ]);
  });

  test('found: a source without a name', () => {
    const text = edit(
      page.wrong,
      `      - sources:`,
      `      - sources:
          - from: resource_attribute
      - sources:`,
    );
    expect(describeFindings(text, 'C078')).toEqual([
      'warning 14:3 processors.k8s_attributes: "k8s_attributes" knows pods by no attribute that "file_log" sets',
      'error 21:13 processors.k8s_attributes.pod_association[0].sources[0]: which attribute a source compares is not said: name',
    ]);
  });

  test('silent: names of pods in the place of their ids', () => {
    const text = edit(page.right, `            name: k8s.pod.uid`, `            name: k8s.pod.name`);
    expect(describeFindings(text, 'C078')).toEqual([]);
  });

  test('silent: files of something else', () => {
    const text = edit(page.wrong, `    include: [/var/log/pods/*/*/*.log]`, `    include: [/var/log/app/*.log]`);
    expect(describeFindings(text, 'C078')).toEqual([]);
  });
});
