import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C017');

const config = edit(
  edit(
    edit(
      page.wrong,
      `    routing_key: traceID
`,
      '',
    ),
    '        hostname: sampler',
    `        hostname: sampler
    retry_on_failure:
      enabled: true
    sending_queue:
      sizer: items
      queue_size: 100000
      storage: file_storage
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  file_storage:
    directory: /var/lib/otelcol`,
  ),
  'service:',
  `service:
  extensions: [file_storage]`,
);

describe('C017', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C017')).toEqual([
      'warning 12:3 exporters.load_balancing: "load_balancing" has no retry_on_failure and no sending_queue of its own',
    ]);
  });

  test('found: a queue on disk that empties into one in memory', () => {
    const text = config;
    expect(describeFindings(text, 'C017')).toEqual([
      'info 14:7 exporters.load_balancing.protocol.otlp: "load_balancing" hands from its queue on disk to one in memory: protocol.otlp.sending_queue is on',
    ]);
  });

  test('silent: no queue inside', () => {
    const text = edit(
      config,
      `        timeout: 1s`,
      `        timeout: 1s
        sending_queue:
          enabled: false`,
    );
    expect(describeFindings(text, 'C017')).toEqual([]);
  });
});
