import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C007');

describe('C007', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C007')).toEqual([
      'error 8:5 processors.memory_limiter.check_interval: "memory_limiter" has no check_interval',
    ]);
  });

  test('found: check_interval 5s is too long to catch a burst', () => {
    const text = edit(page.wrong, '    check_interval: 0s', '    check_interval: 5s');
    expect(describeFindings(text, 'C007')).toEqual([
      'warning 8:5 processors.memory_limiter.check_interval: check_interval 5s is too long to catch a burst',
    ]);
  });

  test('found: "memory_limiter" has no check_interval', () => {
    const text = edit(
      page.wrong,
      `    check_interval: 0s
`,
      '',
    );
    expect(describeFindings(text, 'C007')).toEqual(['error 7:3 processors.memory_limiter: "memory_limiter" has no check_interval']);
  });

  test('found: spike_limit_mib 400 is not below limit_mib 400', () => {
    const text = edit(page.right, '    spike_limit_mib: 80', '    spike_limit_mib: 400');
    expect(describeFindings(text, 'C007')).toEqual([
      'error 10:5 processors.memory_limiter.spike_limit_mib: spike_limit_mib 400 is not below limit_mib 400',
    ]);
  });

  test('found: "memory_limiter" has neither limit_mib nor limit_percentage', () => {
    const text = edit(
      page.right,
      `    limit_mib: 400
    spike_limit_mib: 80
`,
      '',
    );
    expect(describeFindings(text, 'C007')).toEqual([
      'error 7:3 processors.memory_limiter: "memory_limiter" has neither limit_mib nor limit_percentage',
    ]);
  });

  test('silent: check_interval: 1s', () => {
    const text = edit(
      page.right,
      `    limit_mib: 400
    spike_limit_mib: 80`,
      `    limit_percentage: 80
    spike_limit_percentage: 20`,
    );
    expect(describeFindings(text, 'C007')).toEqual([]);
  });

  test('silent: check_interval: ${env:INTERVAL}', () => {
    const text = edit(page.wrong, '    check_interval: 0s', '    check_interval: ${env:INTERVAL}');
    expect(describeFindings(text, 'C007')).toEqual([]);
  });
});
