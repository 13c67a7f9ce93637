import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../rule-case.ts';

const page = readRulePage('C023');

describe('C023', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C023')).toEqual([
      'warning 13:5 processors.tail_sampling.policies: "tail_sampling" keeps no share of ordinary traces',
    ]);
  });

  test('found: a cache that forgets before the traces are gone', () => {
    const text = edit(
      page.wrong,
      `    decision_wait: 10s
    policies:
      - name: errors
        type: status_code
        status_code: {status_codes: [ERROR]}`,
      `    num_traces: 5000
    decision_cache:
      sampled_cache_size: 500
    policies:
      - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}`,
    );
    expect(describeFindings(text, 'C023')).toEqual([
      'warning 14:7 processors.tail_sampling.decision_cache.sampled_cache_size: sampled_cache_size 500 forgets decisions before num_traces 5000 forgets the traces',
    ]);
  });

  test('silent: a cache that is larger', () => {
    const text = edit(
      page.wrong,
      `    decision_wait: 10s
    policies:
      - name: errors
        type: status_code
        status_code: {status_codes: [ERROR]}`,
      `    num_traces: 5000
    decision_cache:
      sampled_cache_size: 50000
    policies:
      - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}`,
    );
    expect(describeFindings(text, 'C023')).toEqual([]);
  });
});
