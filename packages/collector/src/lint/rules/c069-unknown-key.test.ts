import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C069');

describe('C069', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C069')).toEqual([
      'error 9:5 processors.memory_limiter.limit_mb: unknown key limit_mb; did you mean "limit_mib"?',
    ]);
  });

  test('found: unknown key endpoimt; did you mean "endpoint"?', () => {
    const text = edit(page.right, '    endpoint: tempo:4317', '    endpoimt: tempo:4317');
    expect(describeFindings(text, 'C069')).toEqual([
      'error 13:5 exporters.otlp_grpc.endpoimt: unknown key endpoimt; did you mean "endpoint"?',
    ]);
  });

  test('found: must be a duration with a unit: 200 alone means nanoseconds', () => {
    const text = edit(page.right, '        flush_timeout: 200ms', '        flush_timeout: 200');
    expect(describeFindings(text, 'C069')).toEqual([
      'warning 19:9 exporters.otlp_grpc.sending_queue.batch.flush_timeout: must be a duration with a unit: 200 alone means nanoseconds',
    ]);
  });

  test("found: must be a whole number, got 'many'", () => {
    const text = edit(page.right, '      queue_size: 100000', '      queue_size: many');
    expect(describeFindings(text, 'C069')).toEqual([
      "warning 16:7 exporters.otlp_grpc.sending_queue.queue_size: must be a whole number, got 'many'",
    ]);
  });

  test('found: unknown key reciever; did you mean "receivers"?', () => {
    const text = edit(
      page.right,
      '    traces:',
      `    traces:
      reciever: [otlp]`,
    );
    expect(describeFindings(text, 'C069')).toEqual([
      'error 23:7 service.pipelines.traces.reciever: unknown key reciever; did you mean "receivers"?',
    ]);
  });

  test('found: unknown signal trace; did you mean "traces"?', () => {
    const text = edit(page.right, '    traces:', '    trace:');
    expect(describeFindings(text, 'C069')).toEqual(['error 22:5 service.pipelines.trace: unknown signal trace; did you mean "traces"?']);
  });

  test('found: unknown key extension; did you mean "extensions"?', () => {
    const text = edit(
      page.right,
      'service:',
      `service:
  extension: []`,
    );
    expect(describeFindings(text, 'C069')).toEqual(['error 21:3 service.extension: unknown key extension; did you mean "extensions"?']);
  });

  test('found: unknown key processor; did you mean "processors"?', () => {
    const text = edit(
      page.right,
      '        endpoint: localhost:4317',
      `        endpoint: localhost:4317
processor: {}`,
    );
    expect(describeFindings(text, 'C069')).toEqual(['error 6:1 processor: unknown key processor; did you mean "processors"?']);
  });

  test('silent: limit_mib: 400', () => {
    const text = edit(page.right, '      queue_size: 100000', '      queue_size: ${env:QUEUE_SIZE}');
    expect(describeFindings(text, 'C069')).toEqual([]);
  });

  test('silent: limit_mib: 400 (too)', () => {
    const text = edit(
      page.right,
      '      exporters: [otlp_grpc]',
      `      exporters: [otlp_grpc]
(a test(@)): true`,
    );
    expect(describeFindings(text, 'C069')).toEqual([]);
  });

  test('a section of another distribution: silent until the distribution is known', () => {
    const text = `config_sources: {vault: {}}\n${page.right}`;
    expect(describeFindings(text, 'C069')).toEqual([]);
    expect(describeFindings(text, 'C069', { distribution: 'contrib' })).toEqual([expect.stringContaining('unknown key config_sources')]);
  });
});
