import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C012');

describe('C012', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C012')).toEqual([
      'warning 19:19 service.pipelines.traces.exporters[0]: nothing batches between pipeline "traces" and exporter "otlp_grpc"',
    ]);
  });

  test('silent: batch: {}', () => {
    const text = edit(
      edit(
        page.wrong,
        '    spike_limit_mib: 80',
        `    spike_limit_mib: 80
  batch: {}`,
      ),
      '      processors: [memory_limiter]',
      '      processors: [memory_limiter, batch]',
    );
    expect(describeFindings(text, 'C012')).toEqual([]);
  });
});
