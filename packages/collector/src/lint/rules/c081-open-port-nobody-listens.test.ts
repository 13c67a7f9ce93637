import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C081');

describe('C081', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C081')).toEqual([
      'error 10:9 receivers.otlp.protocols: port 4318 is open, and "otlp" does not listen on it (protocols.http)',
    ]);
  });

  test('silent: another component has the port', () => {
    const text = edit(
      page.wrong,
      `    processors:
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
          batch:
            min_size: 8192
            flush_timeout: 200ms
    service:
      pipelines:
        traces:
          receivers: [otlp]`,
      `      otlp/browsers:
        protocols:
          http:
            endpoint: \${env:MY_POD_IP}:4318
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
          batch:
            min_size: 8192
            flush_timeout: 200ms
    service:
      pipelines:
        traces:
          receivers: [otlp, otlp/browsers]`,
    );
    expect(describeFindings(text, 'C081')).toEqual([]);
  });

  test('silent: only what is there is open', () => {
    const text = edit(
      page.wrong,
      `            - {containerPort: 4317}
            - {containerPort: 4318}`,
      `            - {containerPort: 4317}`,
    );
    expect(describeFindings(text, 'C081')).toEqual([]);
  });
});
