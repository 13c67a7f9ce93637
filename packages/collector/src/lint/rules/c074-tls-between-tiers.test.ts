import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C074');

const config = edit(
  edit(page.wrong, '          ca_file: /tls/ca.crt', '          insecure: true'),
  `            tls:
              cert_file: /tls/tls.crt
              key_file: /tls/tls.key
              client_ca_file: /tls/ca.crt
              reload_interval: 1h
`,
  '',
);

describe('C074', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C074')).toEqual([
      'error 21:9 exporters.otlp_grpc.tls: "otlp_grpc" shows no certificate, and "otlp" behind gateway asks for one',
    ]);
  });

  test('found: TLS against clear text', () => {
    const text = edit(
      page.right,
      `            endpoint: \${env:MY_POD_IP}:4317
            tls:
              cert_file: /tls/tls.crt
              key_file: /tls/tls.key
              client_ca_file: /tls/ca.crt
              reload_interval: 1h`,
      `            endpoint: \${env:MY_POD_IP}:4317`,
    );
    expect(describeFindings(text, 'C074')).toEqual([
      'error 21:9 exporters.otlp_grpc.tls: "otlp_grpc" speaks TLS, and "otlp" behind gateway does not',
    ]);
  });

  test('found: clear text against TLS', () => {
    const text = edit(page.wrong, `          ca_file: /tls/ca.crt`, `          insecure: true`);
    expect(describeFindings(text, 'C074')).toEqual([
      'error 21:9 exporters.otlp_grpc.tls: "otlp_grpc" does not speak TLS, and "otlp" behind gateway does',
    ]);
  });

  test('found: a certificate that nobody asks for', () => {
    const text = edit(
      page.right,
      `              key_file: /tls/tls.key
              client_ca_file: /tls/ca.crt`,
      `              key_file: /tls/tls.key`,
    );
    expect(describeFindings(text, 'C074')).toEqual([
      'warning 21:9 exporters.otlp_grpc.tls: "otlp_grpc" shows a certificate, and "otlp" behind gateway lets in whoever shows none',
    ]);
  });

  test('found: no CA', () => {
    const text = edit(
      page.right,
      `        tls:
          ca_file: /tls/ca.crt`,
      `        tls:`,
    );
    expect(describeFindings(text, 'C074')).toEqual([
      'warning 21:9 exporters.otlp_grpc.tls: "otlp_grpc" knows no CA that can have signed the certificate of "otlp" behind gateway',
    ]);
  });

  test('silent: clear text on both sides', () => {
    const text = config;
    expect(describeFindings(text, 'C074')).toEqual([]);
  });

  test('silent: a variable decides', () => {
    const text = edit(page.wrong, `          ca_file: /tls/ca.crt`, `          insecure: \${env:PLAIN}`);
    expect(describeFindings(text, 'C074')).toEqual([]);
  });

  test('silent: a Service of the same name in another namespace', () => {
    const text = edit(
      page.wrong,
      `        endpoint: gateway.observability.svc.cluster.local:4317`,
      `        endpoint: gateway.other.svc.cluster.local:4317`,
    );
    expect(describeFindings(text, 'C074')).toEqual([]);
  });
});
