import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C046');

describe('C046', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C046')).toEqual(['error 2:3 receivers.file_log: "file_log" reads the log that "debug" prints to']);
  });
});
