import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C059');

describe('C059', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C059')).toEqual([
      'warning 17:7 exporters.otlp_grpc.sending_queue.blocking: sending_queue.blocking was removed in 0.129.0; use sending_queue.block_on_overflow',
    ]);
  });

  test('found: sending_queue.batch.min_size_items was removed in 0.123.0; use min_size', () => {
    const text = edit(
      edit(
        page.wrong,
        `      blocking: true
`,
        '',
      ),
      '        min_size: 8192',
      '        min_size_items: 8192',
    );
    expect(describeFindings(text, 'C059')).toEqual([
      'warning 18:9 exporters.otlp_grpc.sending_queue.batch.min_size_items: sending_queue.batch.min_size_items was removed in 0.123.0; use min_size',
    ]);
  });

  test('found: batcher was removed in 0.130.0; use sending_queue.batch', () => {
    const text = edit(
      edit(
        edit(
          page.wrong,
          '    spike_limit_mib: 80',
          `    spike_limit_mib: 80
  batch: {}`,
        ),
        `    sending_queue:
      sizer: items
      queue_size: 100000
      blocking: true
      batch:
        min_size: 8192
        flush_timeout: 200ms`,
        `    batcher:
      enabled: true`,
      ),
      '      processors: [memory_limiter]',
      '      processors: [memory_limiter, batch]',
    );
    expect(describeFindings(text, 'C059')).toEqual([
      'warning 15:5 exporters.otlp_grpc.batcher: batcher was removed in 0.130.0; use sending_queue.batch',
    ]);
  });
});
