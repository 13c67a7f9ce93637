import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C027');

describe('C027', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C027')).toEqual([
      'warning 15:7 exporters.otlp_grpc.sending_queue.queue_size: queue_size 100000 counts requests, not items',
    ]);
  });

  test('found: queue_size 5000 (items) is below batch.min_size 8192', () => {
    const text = edit(page.right, '      queue_size: 100000', '      queue_size: 5000');
    expect(describeFindings(text, 'C027')).toEqual([
      'error 16:7 exporters.otlp_grpc.sending_queue.queue_size: queue_size 5000 (items) is below batch.min_size 8192',
    ]);
  });
});
