import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C063');

describe('C063', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C063')).toEqual([
      'error 9:9 receivers.otlp/second.protocols.http.endpoint: port 4317 of "otlp/second" is taken by otlp',
    ]);
  });

  test('found: port 8888 of "prometheus" is taken by the Collector\'s own metrics', () => {
    const text = edit(
      edit(page.right, 'service:\n', '  prometheus:\n    endpoint: localhost:8888\nservice:\n'),
      'exporters: [otlp_grpc]',
      'exporters: [otlp_grpc]\n    metrics:\n      receivers: [otlp]\n      exporters: [prometheus]',
    );
    expect(describeFindings(text, 'C063')).toEqual([
      'error 25:5 exporters.prometheus.endpoint: port 8888 of "prometheus" is taken by the Collector\'s own metrics',
    ]);
  });

  test.each(['127.0.0.1:4317', '[::1]:4317'])('found: localhost and %s are one address', (address) => {
    expect(
      describeFindings(edit(page.wrong, 'http:\n        endpoint: localhost:4317', `http:\n        endpoint: '${address}'`), 'C063'),
    ).toHaveLength(1);
  });

  test('silent: two addresses of the loopback network', () => {
    expect(
      describeFindings(edit(page.wrong, 'http:\n        endpoint: localhost:4317', 'http:\n        endpoint: 127.0.0.2:4317'), 'C063'),
    ).toEqual([]);
  });
});
