import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C033');

describe('C033', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C033')).toEqual([
      'warning 5:9 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on every interface, port 4317',
    ]);
  });

  test('found: "otlp" listens on every interface, port 4317', () => {
    const text = edit(page.wrong, '        endpoint: 0.0.0.0:4317', '        endpoint: ":4317"');
    expect(describeFindings(text, 'C033')).toEqual([
      'warning 5:9 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on every interface, port 4317',
    ]);
  });

  test('found: "otlp" listens on every interface, port 4317 (too)', () => {
    const text = edit(page.wrong, '        endpoint: 0.0.0.0:4317', '        endpoint: "[::]:4317"');
    expect(describeFindings(text, 'C033')).toEqual([
      'warning 5:9 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on every interface, port 4317',
    ]);
  });

  test('silent: endpoint: ${env:MY_POD_IP}:4317', () => {
    const text = edit(page.wrong, '        endpoint: 0.0.0.0:4317', '        endpoint: ${env:MY_POD_IP}:4317');
    expect(describeFindings(text, 'C033')).toEqual([]);
  });
});
