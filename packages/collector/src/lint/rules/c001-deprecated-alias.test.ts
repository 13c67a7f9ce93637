import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C001');

describe('C001', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C001')).toEqual([
      'warning 12:3 exporters.otlp: exporter "otlp" is called "otlp_grpc" since 0.144.0',
    ]);
  });
});
