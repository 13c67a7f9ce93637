import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C077');

describe('C077', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C077')).toEqual([
      'warning 13:13 receivers.otlp.protocols.grpc.tls: "otlp" never reads /tls/tls.crt again',
    ]);
  });

  test('found: at an exporter', () => {
    const files = ['cert_file: /tls/tls.crt', 'key_file: /tls/tls.key'];
    const atReceiver = ['            tls:\n', ...files.map((file) => `              ${file}\n`)].join('');
    const atExporter = ['        tls:\n', '          ca_file: /tls/ca.crt\n', ...files.map((file) => `          ${file}\n`)].join('');
    const endpoint = '        endpoint: tempo:4317\n';
    const text = edit(edit(page.wrong, atReceiver, ''), endpoint, `${endpoint}${atExporter}`);
    expect(describeFindings(text, 'C077')).toEqual(['warning 21:9 exporters.otlp_grpc.tls: "otlp_grpc" never reads /tls/tls.crt again']);
  });

  test('silent: a file of the node', () => {
    const text = edit(page.wrong, `        - {name: tls, secret: {secretName: tls}}`, `        - {name: tls, hostPath: {path: /tls}}`);
    expect(describeFindings(text, 'C077')).toEqual([]);
  });
});
