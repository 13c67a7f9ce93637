import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C088');

describe('C088', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C088')).toEqual([
      'warning 12:3 exporters.elasticsearch: "elasticsearch" drops a batch at status 503',
      'warning 12:3 exporters.elasticsearch: "elasticsearch" gives up after 0.3 s',
    ]);
  });

  test.each([
    ['max_retries: 77', 'max_retries: 3', 'retry.max_retries: "elasticsearch" gives up after 7 s'],
    ['max_retries: 77', 'max_retries: 0', 'retry.max_retries: "elasticsearch" gives up after 3 s'],
    ['max_retries: 77', 'max_requests: 4', 'retry.max_requests: "elasticsearch" gives up after 7 s'],
    ['timeout: 1080s', 'timeout: 30s', 'timeout: "elasticsearch" gives up after 30 s'],
    ['[429, 502, 503, 504]', '[429]', 'retry.retry_on_status: "elasticsearch" drops a batch at status 503'],
  ])('found: %s is %s', (from, to, finding) => {
    const found = describeFindings(edit(page.right, from, to), 'C088', { collectorVersion: '0.157.0' });
    expect(found).toEqual([expect.stringContaining(`exporters.elasticsearch.${finding}`)]);
  });

  test.each([
    ['timeout: 1080s', 'timeout: 0s'],
    ['max_retries: 77', 'max_retries: ${env:RETRIES}'],
    ['max_retries: 77', 'max_retries: 1000000000000'],
    ['initial_interval: 1s', 'initial_interval: 0s'],
    ['[429, 502, 503, 504]', '${env:STATUSES}'],
    ['max_retries: 77', 'enabled: false'],
    [/retry:\n(.*\n)*? +sending_queue:/, 'sending_queue:\n      wait_for_result: true'],
    [/retry:\n(.*\n)*? +sending_queue:/, 'sending_queue:\n      enabled: false'],
  ])('silent: %s is %s', (from, to) => {
    expect(describeFindings(edit(page.right, from, to), 'C088', { collectorVersion: '0.157.0' })).toEqual([]);
  });

  test('silent: from 0.158 on timeout is that of one request', () => {
    expect(describeFindings(edit(page.right, 'timeout: 1080s', 'timeout: 30s'), 'C088', { collectorVersion: '0.158.0' })).toEqual([]);
  });
});
