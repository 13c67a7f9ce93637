import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C044');

describe('C044', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C044')).toEqual([
      "warning 38:21 service.telemetry.metrics.readers[0].pull.exporter.prometheus.port: the own metrics are on port 9090, the Operator's Service is for 8888",
    ]);
  });
});
