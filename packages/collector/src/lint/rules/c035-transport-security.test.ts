import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C035');

describe('C035', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C035')).toEqual([
      'error 15:7 exporters.otlp_grpc.tls.insecure: tls.insecure sends in clear text to otlp.vendor.io',
    ]);
  });

  test('found: the certificate of the other side is not verified', () => {
    const text = edit(
      page.right,
      '    endpoint: otlp.vendor.io:4317',
      `    endpoint: tempo:4317
    tls:
      insecure_skip_verify: true`,
    );
    expect(describeFindings(text, 'C035')).toEqual([
      'warning 15:7 exporters.otlp_grpc.tls.insecure_skip_verify: the certificate of the other side is not verified',
    ]);
  });

  test('silent: endpoint: tempo.monitoring.svc.cluster.local:4317', () => {
    const text = edit(page.wrong, '    endpoint: otlp.vendor.io:4317', '    endpoint: tempo.monitoring.svc.cluster.local:4317');
    expect(describeFindings(text, 'C035')).toEqual([]);
  });
});
