import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C047');

describe('C047', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C047')).toEqual([
      'warning 4:5 receivers.file_log.start_at: "file_log" sends every file again after a restart',
    ]);
  });

  test('found: "file_log" skips after a restart what was written meanwhile', () => {
    const text = edit(
      page.wrong,
      `    start_at: beginning
    retry_on_failure:
      enabled: true
`,
      '',
    );
    expect(describeFindings(text, 'C047')).toEqual([
      'info 2:3 receivers.file_log: "file_log" skips after a restart what was written meanwhile',
    ]);
  });
});
