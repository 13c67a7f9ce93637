import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C047');

describe('C047', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C047')).toEqual([
      'warning 4:5 receivers.file_log.start_at: "file_log" sends every file again after a restart',
    ]);
  });

  test('found: "file_log" skips after a restart what was written meanwhile', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/app/*.log]
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  otlp_http:
    endpoint: http://loki:3100/otlp
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
service:
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter]
      exporters: [otlp_http]
`;
    expect(describeFindings(text, 'C047')).toEqual([
      'info 2:3 receivers.file_log: "file_log" skips after a restart what was written meanwhile',
    ]);
  });
});
