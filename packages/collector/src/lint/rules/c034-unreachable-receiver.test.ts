import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C034');

describe('C034', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C034')).toEqual([
      'error 11:13 receivers.otlp.protocols.grpc.endpoint: "otlp" listens on localhost:4317, and the port is open for others',
    ]);
  });

  test('found: "otlp" listens on localhost:4317, and the port is open for others', () => {
    const text = edit(
      page.wrong,
      `          grpc:
            endpoint: localhost:4317`,
      '          grpc: {}',
    );
    expect(describeFindings(text, 'C034')).toEqual([
      'error 10:11 receivers.otlp.protocols.grpc: "otlp" listens on localhost:4317, and the port is open for others',
    ]);
  });

  test('silent: less', () => {
    const text = edit(
      page.wrong,
      `          ports:
            - containerPort: 4317
`,
      '',
    );
    expect(describeFindings(text, 'C034')).toEqual([]);
  });

  test.each(['localhost:4317x', '${env:POD_IP}:http', '0.0.0.0:70000', 'localhost:'])('found: no Collector can open %s', (address) => {
    const text = edit(page.right, /endpoint: .*4317.*/, `endpoint: "${address}"`);
    expect(describeFindings(text, 'C034')).toContainEqual(expect.stringContaining('has no port that can be opened'));
  });

  test.each(['${env:POD_IP}:${env:PORT}', '[::1]:4317', '${env:ADDRESS}', 'localhost:4317'])('silent: %s', (address) => {
    const text = edit(page.right, /endpoint: .*4317.*/, `endpoint: "${address}"`);
    expect(describeFindings(text, 'C034').filter((finding) => finding.includes('can be opened'))).toEqual([]);
  });
});
