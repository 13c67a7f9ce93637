import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C046');

describe('C046', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C046')).toEqual(['error 2:3 receivers.file_log: "file_log" reads the log that "debug" prints to']);
  });

  test('found: "file_log" reads the log that "debug" prints to', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/pods/*/*/*.log]
    storage: file_storage
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
  debug: {}
extensions:
  file_storage:
    directory: /var/lib/otelcol
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter]
      exporters: [otlp_http, debug]
`;
    expect(describeFindings(text, 'C046')).toEqual(['warning 2:3 receivers.file_log: "file_log" reads the log that "debug" prints to']);
  });
});
