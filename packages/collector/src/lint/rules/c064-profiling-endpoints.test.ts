import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C064');

describe('C064', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C064')).toEqual(['warning 22:5 extensions.pprof.endpoint: "pprof" is reachable from outside']);
  });
});
