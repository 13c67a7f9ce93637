import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C087');

describe('C087', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C087')).toEqual([
      'info 11:3 processors.tail_sampling: "tail_sampling" has no sampled_cache_size and no non_sampled_cache_size',
    ]);
  });

  test.each([
    [/(\bsampled_cache_size): \d+/, '$1: 0', 'sampled_cache_size'],
    [/, non_sampled_cache_size: \d+/, '', 'non_sampled_cache_size'],
  ])('found: one is off: %s', (from, to, key) => {
    expect(describeFindings(edit(page.right, from, to), 'C087')).toEqual([expect.stringMatching(new RegExp(`has no ${key}$`))]);
  });

  test('silent: a variable decides', () => {
    expect(describeFindings(edit(page.right, /(\bsampled_cache_size): \d+/, '$1: ${env:CACHE}'), 'C087')).toEqual([]);
  });

  test('silent: every span of a trace is judged alike', () => {
    expect(describeFindings(edit(page.wrong, /type: status_code\n.*/, 'type: always_sample'), 'C087')).toEqual([]);
  });
});
