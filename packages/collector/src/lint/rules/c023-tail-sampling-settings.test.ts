import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C023');

describe('C023', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C023')).toEqual([
      'warning 14:5 processors.tail_sampling.policies: "tail_sampling" keeps no share of ordinary traces',
    ]);
  });

  test('found: a cache that forgets before the traces are gone', () => {
    expect(describeFindings(edit(page.right, '{sampled_cache_size: 500000', '{sampled_cache_size: 500'), 'C023')).toEqual([
      'warning 13:22 processors.tail_sampling.decision_cache.sampled_cache_size: sampled_cache_size 500 forgets decisions before num_traces 50000 forgets the traces',
    ]);
  });

  test('silent: a cache that is larger', () => {
    const fewer = edit(page.right, '    decision_wait: 10s', '    num_traces: 400');
    expect(describeFindings(edit(fewer, '{sampled_cache_size: 500000', '{sampled_cache_size: 500'), 'C023')).toEqual([]);
  });
});
