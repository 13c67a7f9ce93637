import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C025');

describe('C025', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C025')).toEqual([
      'error 15:7 exporters.otlp_grpc.retry_on_failure.enabled: "otlp_grpc" does not retry',
    ]);
  });

  test('found: "otlp_grpc" has no queue', () => {
    const text = edit(page.wrong, /    retry_on_failure:\n[^]*(?=service:\n)/, '    sending_queue:\n      enabled: false\n');
    expect(describeFindings(text, 'C025')).toEqual(['warning 15:7 exporters.otlp_grpc.sending_queue.enabled: "otlp_grpc" has no queue']);
  });

  test('found: the retry of Elasticsearch has a name of its own', () => {
    const text = edit(readRulePage('C088').right, 'max_retries: 77', 'enabled: false');
    expect(describeFindings(text, 'C025')).toEqual(['error 17:7 exporters.elasticsearch.retry.enabled: "elasticsearch" does not retry']);
  });
});
