import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../rule-case.ts';

const page = readRulePage('C052');

describe('C052', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C052')).toEqual([
      'error 20:19 service.pipelines.metrics.exporters[0]: "prometheus_remote_write" takes cumulative metrics only, and cumulative_to_delta comes before it',
    ]);
  });

  test('found: "otlp_http" takes delta metrics only, and nothing makes delta of them', () => {
    const text = edit(
      edit(
        page.right,
        `  prometheus_remote_write:
    endpoint: http://mimir:9009/api/v1/push`,
        `  otlp_http:
    endpoint: https://abc.live.dynatrace.com/api/v2/otlp
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms`,
      ),
      '      exporters: [prometheus_remote_write]',
      '      exporters: [otlp_http]',
    );
    expect(describeFindings(text, 'C052')).toEqual([
      'warning 25:19 service.pipelines.metrics.exporters[0]: "otlp_http" takes delta metrics only, and nothing makes delta of them',
    ]);
  });
});
