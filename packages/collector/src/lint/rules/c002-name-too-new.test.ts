import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C002');

describe('C002', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C002', page.options)).toEqual([
      'error 12:3 exporters.otlp_grpc: exporter "otlp_grpc" exists since 0.144.0; Collector 0.140.0 knows it as "otlp"',
    ]);
  });
});
