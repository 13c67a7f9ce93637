import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C026');

/** load_balancing with a queue of its own that survives a restart. */
const config = edit(
  readRulePage('C017').right,
  '    sending_queue:\n      enabled: true\n',
  '    sending_queue:\n      sizer: items\n      queue_size: 100000\n',
);

describe('C026', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C026', page.options)).toEqual([
      'warning 12:3 exporters.otlp_grpc: "otlp_grpc" gives up after 300 s of an outage of 600 s',
    ]);
  });

  test('found: the queue of load_balancing itself', () => {
    const text = config;
    expect(describeFindings(text, 'C026', { expected: { outageSeconds: 120, spansPerSecond: 1000 } })).toEqual([
      'warning 18:7 exporters.load_balancing.sending_queue.queue_size: queue_size 100000 holds less than the 120000 items of an outage of 120 s',
    ]);
  });

  test('silent: a queue that holds the outage', () => {
    const text = config;
    expect(describeFindings(text, 'C026', { expected: { outageSeconds: 100, spansPerSecond: 1000 } })).toEqual([]);
  });

  test.each([
    ['enabled: true', 'warning 2:3 receivers.file_log: "file_log" gives up after 300 s of an outage of 600 s'],
    [
      'enabled: true\n      max_elapsed_time: 1m',
      'warning 7:7 receivers.file_log.retry_on_failure.max_elapsed_time: "file_log" gives up after 60 s of an outage of 600 s',
    ],
    ['enabled: true\n      max_elapsed_time: 0s', undefined],
    ['enabled: false', undefined],
  ])('of a receiver that waits with its lines: %j', (retry, finding) => {
    const text = edit(readRulePage('C084').right, 'enabled: true', retry);
    const found = describeFindings(text, 'C026', { expected: { outageSeconds: 600 } }).filter((one) => one.includes('file_log'));
    expect(found).toEqual(finding === undefined ? [] : [finding]);
  });

  const ofElasticsearch = (text: string) =>
    describeFindings(text, 'C026', { collectorVersion: '0.157.0', expected: { outageSeconds: 600 } });

  test.each([
    [readRulePage('C088').wrong, '0.3'],
    [edit(readRulePage('C088').right, / +timeout.*\n/, ''), '90'],
  ])('of Elasticsearch, which counts', (text, seconds) => {
    expect(ofElasticsearch(text)).toEqual([
      `warning 12:3 exporters.elasticsearch: "elasticsearch" gives up after ${seconds} s of an outage of 600 s`,
    ]);
  });

  test('silent: Elasticsearch, often enough', () => {
    expect(ofElasticsearch(readRulePage('C088').right)).toEqual([]);
  });
});
