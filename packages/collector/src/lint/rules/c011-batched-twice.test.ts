import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C011');

describe('C011', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C011')).toEqual([
      'warning 25:36 service.pipelines.traces.processors[1]: pipeline "traces" batches in "batch" and again in "otlp_grpc"',
    ]);
  });
});
