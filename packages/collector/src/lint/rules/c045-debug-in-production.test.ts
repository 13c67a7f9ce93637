import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C045');

describe('C045', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C045', page.options)).toEqual([
      'warning 21:5 exporters.debug.verbosity: "debug" prints every record',
    ]);
  });
});
