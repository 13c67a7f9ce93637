import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C049');

describe('C049', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C049')).toEqual([
      'error 12:7 receivers.host_metrics: "host_metrics" sees one node only in a deployment',
    ]);
  });

  test('a warning where the backend is in the same pod: one node may be all there is', () => {
    expect(describeFindings(page.wrong.replace('http://mimir:9009', 'http://127.0.0.1:9009'), 'C049')).toEqual([
      'warning 12:7 receivers.host_metrics: "host_metrics" sees one node only in a deployment',
    ]);
  });
});
