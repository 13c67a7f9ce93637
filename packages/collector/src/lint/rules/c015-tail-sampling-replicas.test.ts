import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C015');

describe('C015', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C015')).toEqual([
      'warning 45:40 service.pipelines.traces.processors[1]: pipeline "traces" samples by trace on 3 replicas, and nothing in these files routes by trace id',
    ]);
  });

  test('found: pipeline "traces" samples by trace on 5 replicas, and nothing in these files routes by trace id', () => {
    const text = edit(
      page.wrong,
      '  replicas: 3',
      `  autoscaler:
    maxReplicas: 5`,
    );
    expect(describeFindings(text, 'C015')).toEqual([
      'warning 46:40 service.pipelines.traces.processors[1]: pipeline "traces" samples by trace on 5 replicas, and nothing in these files routes by trace id',
    ]);
  });
});
