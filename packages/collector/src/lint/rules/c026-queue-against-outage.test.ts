import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C026');

describe('C026', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C026', page.options)).toEqual([
      'warning 12:3 exporters.otlp_grpc: "otlp_grpc" gives up after 300 s of an outage of 600 s',
    ]);
  });
});
