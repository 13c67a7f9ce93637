import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C041');

describe('C041', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C041')).toEqual([
      'error 28:19 service.pipelines.traces/a.exporters[0]: pipeline "traces/a" feeds itself through "forward/a"',
      'error 31:19 service.pipelines.traces/b.exporters[0]: pipeline "traces/b" feeds itself through "forward/b"',
    ]);
  });
});
