import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C008');

describe('C008', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C008')).toEqual([
      'error 15:9 processors.memory_limiter.limit_percentage: limit_percentage without a memory limit of the container is a share of the node',
    ]);
  });

  test("found: limit_mib 600 is not below the container's limit of 512 MiB", () => {
    const text = edit(
      page.right,
      `        limit_percentage: 80
        spike_limit_percentage: 20`,
      `        limit_mib: 600
        spike_limit_mib: 80`,
    );
    expect(describeFindings(text, 'C008')).toEqual([
      "error 15:9 processors.memory_limiter.limit_mib: limit_mib 600 is not below the container's limit of 512 MiB",
    ]);
  });

  test('found: limit_percentage without a memory limit of the container is a share of the node', () => {
    const text = `mode: deployment
resources: {}
config:
  processors:
    memory_limiter:
      limit_percentage: 75
`;
    expect(describeFindings(text, 'C008')).toEqual([
      'error 6:7 processors.memory_limiter.limit_percentage: limit_percentage without a memory limit of the container is a share of the node',
    ]);
  });

  test('silent: mode: deployment', () => {
    const text = `mode: deployment
config:
  processors:
    memory_limiter:
      limit_percentage: 75
`;
    expect(describeFindings(text, 'C008')).toEqual([]);
  });
});
