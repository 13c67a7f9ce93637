import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C046');

describe('C046', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C046')).toEqual(['error 2:3 receivers.file_log: "file_log" reads the log that "debug" prints to']);
  });

  test('found: "file_log" reads the log that "debug" prints to', () => {
    const text = edit(
      edit(
        page.wrong,
        `    retry_on_failure:
      enabled: true
`,
        '',
      ),
      `  debug:
    verbosity: detailed`,
      '  debug: {}',
    );
    expect(describeFindings(text, 'C046')).toEqual(['warning 2:3 receivers.file_log: "file_log" reads the log that "debug" prints to']);
  });
});
