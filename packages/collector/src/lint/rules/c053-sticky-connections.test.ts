import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C053');

describe('C053', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C053')).toEqual([
      'warning 17:11 receivers.otlp.protocols.grpc: "otlp" keeps gRPC connections for ever, and the workload scales',
    ]);
  });
});
