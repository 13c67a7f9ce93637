import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C056');

describe('C056', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C056')).toEqual([
      'warning 12:5 processors.filter.error_mode: "filter" drops a batch for one bad record',
    ]);
  });

  test('found: "(" does not close', () => {
    const text = edit(
      page.right,
      `        - 'IsMatch(attributes["url.path"], "/health")'`,
      `        - 'IsMatch(attributes["url.path"], "/health"'`,
    );
    expect(describeFindings(text, 'C056')).toEqual(['error 15:11 processors.filter.traces.span[0]: "(" does not close']);
  });
});
