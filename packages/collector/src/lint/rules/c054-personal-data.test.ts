import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C054');

describe('C054', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C054', page.options)).toEqual([
      'error 22:5 service.pipelines.traces: pipeline "traces" sends personal data on as it came',
    ]);
  });
});
