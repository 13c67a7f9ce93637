import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C084');

describe('C084', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C084')).toEqual([
      'info 2:3 receivers.file_log: "file_log" drops the lines that memory_limiter refuses',
    ]);
  });

  test('found: switched off', () => {
    const text = edit(page.right, `      enabled: true`, `      enabled: false`);
    expect(describeFindings(text, 'C084')).toEqual(['info 2:3 receivers.file_log: "file_log" drops the lines that memory_limiter refuses']);
  });

  test('silent: nothing refuses', () => {
    const text = edit(page.wrong, `      processors: [memory_limiter]`, `      processors: []`);
    expect(describeFindings(text, 'C084')).toEqual([]);
  });
});
