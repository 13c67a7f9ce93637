import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C057');

describe('C057', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C057')).toEqual([
      'info 15:11 processors.filter.traces.span[0]: drops single spans; their children lose their parent',
    ]);
  });
});
