import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C073');

describe('C073', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C073')).toEqual([
      'warning 21:3 exporters.otlp_http: "otlp_http" keeps its queue in memory; "file_storage" is there',
    ]);
  });

  test('nobody decided for queues on disk', () => {
    const inMemory = edit(page.wrong, '      storage: file_storage\n', '');
    const text = edit(edit(inMemory, /extensions:\n {2}file_storage:\n.*\n/, ''), '  extensions: [file_storage]\n', '');
    expect(describeFindings(text, 'C073')).toEqual([]);
  });

  test('the queue is off', () => {
    expect(describeFindings(edit(page.wrong, /(loki[^]*?sending_queue:\n)/, '$1      enabled: false\n'), 'C073')).toEqual([]);
  });

  test('the extension was meant for places in files, and was not named there', () => {
    const text = `receivers: {file_log: {include: [/a.log]}}
exporters: {otlp_http: {endpoint: 'https://loki:3100/otlp'}}
extensions: {file_storage: {}}
service:
  extensions: [file_storage]
  pipelines: {logs: {receivers: [file_log], exporters: [otlp_http]}}
`;
    expect(describeFindings(text, 'C073')).toEqual([]);
    expect(describeFindings(edit(text, '{include:', '{storage: file_storage/other, include:'), 'C073')).toHaveLength(1);
  });
});
