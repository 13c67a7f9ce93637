import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C076');

describe('C076', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C076')).toEqual([
      'error 15:15 receivers.otlp.protocols.grpc.tls.key_file: a Secret of type kubernetes.io/tls has no tls.keys; did you mean tls.key?',
    ]);
  });

  test('found: no volume', () => {
    const text = edit(
      page.right,
      `            - {name: tls, mountPath: /tls}
      volumes:
        - name: config
          configMap: {name: collector}
        - {name: tls, secret: {secretName: tls}}`,
      `      volumes:
        - name: config
          configMap: {name: collector}`,
    );
    expect(describeFindings(text, 'C076')).toEqual([
      'error 14:15 receivers.otlp.protocols.grpc.tls.cert_file: no volume is mounted at /tls',
      'error 15:15 receivers.otlp.protocols.grpc.tls.key_file: no volume is mounted at /tls',
    ]);
  });

  test('found: not among the items of the Secret', () => {
    const text = edit(
      page.right,
      `        - {name: tls, secret: {secretName: tls}}`,
      `        - {name: tls, secret: {secretName: tls, items: [{key: tls.crt, path: tls.crt}]}}`,
    );
    expect(describeFindings(text, 'C076')).toEqual([
      'error 15:15 receivers.otlp.protocols.grpc.tls.key_file: the Secret at /tls gives tls.crt',
    ]);
  });

  test('silent: another kind of Secret', () => {
    const text = edit(
      page.right,
      `              cert_file: /tls/tls.crt
              key_file: /tls/tls.key`,
      `              cert_file: /tls/chain.pem
              key_file: /tls/key.pem`,
    );
    expect(describeFindings(text, 'C076')).toEqual([]);
  });

  test('silent: what the image has', () => {
    const text = edit(
      page.right,
      `              key_file: /tls/tls.key`,
      `              key_file: /tls/tls.key
              client_ca_file: /etc/ssl/certs/ca-certificates.crt`,
    );
    expect(describeFindings(text, 'C076')).toEqual([]);
  });

  test('silent: a folder of the node', () => {
    const text = edit(page.wrong, `        - {name: tls, secret: {secretName: tls}}`, `        - {name: tls, hostPath: {path: /tls}}`);
    expect(describeFindings(text, 'C076')).toEqual([]);
  });
});
