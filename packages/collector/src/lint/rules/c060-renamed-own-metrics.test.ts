import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C060');

describe('C060', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C060')).toEqual([
      'warning 31:9 groups[0].rules[0].expr: otelcol_processor_refused_spans is gone since 0.155.0; use otelcol_processor_memory_limiter_…',
    ]);
  });
});
