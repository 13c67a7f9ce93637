import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C068');

describe('C068', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C068')).toEqual([
      'warning 17:7 service.pipelines.traces: pipeline "traces" keeps the chart\'s jaeger and zipkin',
    ]);
  });
});
