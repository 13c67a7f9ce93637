import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C084');

describe('C084', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C084')).toEqual([
      'info 2:3 receivers.file_log: "file_log" drops the lines that memory_limiter refuses',
    ]);
  });

  test('found: switched off', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/app/*.log]
    storage: file_storage
    retry_on_failure:
      enabled: false
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  otlp_grpc:
    endpoint: tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      storage: file_storage
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  file_storage:
    directory: /var/lib/otelcol
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C084')).toEqual(['info 2:3 receivers.file_log: "file_log" drops the lines that memory_limiter refuses']);
  });

  test('silent: nothing refuses', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/app/*.log]
    storage: file_storage
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  otlp_grpc:
    endpoint: tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      storage: file_storage
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  file_storage:
    directory: /var/lib/otelcol
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: []
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C084')).toEqual([]);
  });
});
