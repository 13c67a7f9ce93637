import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C070');

describe('C070', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C070')).toEqual([
      'error 5:1 : not YAML: All mapping items must start at the same column at line 5, column 1:',
    ]);
  });
});
