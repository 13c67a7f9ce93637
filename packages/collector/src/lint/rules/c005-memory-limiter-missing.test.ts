import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C005');

describe('C005', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C005')).toEqual([
      'warning 17:5 service.pipelines.traces: pipeline "traces" has no memory_limiter',
    ]);
  });

  test('silent: metrics:', () => {
    const text = `service:
  pipelines:
    metrics:
      receivers: [otlp, redis]
receivers:
  redis:
    endpoint: redis:6379
`;
    expect(describeFindings(text, 'C005')).toEqual([]);
  });
});
