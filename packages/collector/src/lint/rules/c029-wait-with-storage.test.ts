import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C029');

describe('C029', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C029')).toEqual([
      'error 21:7 exporters.otlp_grpc.sending_queue.wait_for_result: wait_for_result cannot be used with storage',
    ]);
  });
});
