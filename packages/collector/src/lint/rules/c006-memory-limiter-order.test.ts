import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C006');

describe('C006', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C006')).toEqual([
      'error 26:40 service.pipelines.traces.processors[1]: pipeline "traces" runs resource_detection before memory_limiter',
    ]);
  });
});
