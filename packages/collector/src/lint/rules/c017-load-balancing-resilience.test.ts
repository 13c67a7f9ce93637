import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C017');

describe('C017', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C017')).toEqual([
      'warning 12:3 exporters.load_balancing: "load_balancing" has no retry_on_failure and no sending_queue of its own',
    ]);
  });
});
