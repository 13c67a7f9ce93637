import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C019');

describe('C019', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C019')).toEqual([
      'error 43:30 service.pipelines.traces.exporters[1]: "span_metrics" counts what "tail_sampling" has left over',
    ]);
  });
});
