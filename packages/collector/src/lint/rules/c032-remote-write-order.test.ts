import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C032');

describe('C032', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C032')).toEqual([
      'warning 15:7 exporters.prometheus_remote_write.remote_write_queue.num_consumers: 10 consumers send samples out of order',
    ]);
  });
});
