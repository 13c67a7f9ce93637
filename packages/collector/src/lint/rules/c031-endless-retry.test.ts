import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C031');

describe('C031', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C031')).toEqual([
      'warning 15:7 exporters.otlp_grpc.retry_on_failure.max_elapsed_time: "otlp_grpc" retries for ever from memory',
    ]);
  });
});
