import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C038');

const config = edit(
  edit(
    page.wrong,
    `  otlp_http:
    endpoint: http://tempo:4318/v1/traces`,
    `  otlp_grpc:
    endpoint: localhost:14317`,
  ),
  '      exporters: [otlp_http]',
  '      exporters: [otlp_grpc]',
);

describe('C038', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C038')).toEqual([
      'error 13:5 exporters.otlp_http.endpoint: the exporter appends /v1/traces, /v1/metrics, /v1/logs to endpoint itself',
    ]);
  });

  test('found: "tempo:4318" has no scheme (http:// or https://)', () => {
    const text = edit(page.right, `    endpoint: http://tempo:4318`, `    endpoint: tempo:4318`);
    expect(describeFindings(text, 'C038')).toEqual([
      'error 13:5 exporters.otlp_http.endpoint: "tempo:4318" has no scheme (http:// or https://)',
    ]);
  });

  test('found: "tempo" has no port', () => {
    const text = edit(config, `    endpoint: localhost:14317`, `    endpoint: tempo`);
    expect(describeFindings(text, 'C038')).toEqual(['error 13:5 exporters.otlp_grpc.endpoint: "tempo" has no port']);
  });

  test('found: 4318 is the port of OTLP over HTTP; gRPC is 4317', () => {
    const text = edit(config, `    endpoint: localhost:14317`, `    endpoint: tempo:4318`);
    expect(describeFindings(text, 'C038')).toEqual([
      'warning 13:5 exporters.otlp_grpc.endpoint: 4318 is the port of OTLP over HTTP; gRPC is 4317',
    ]);
  });

  test('found: 4317 is the port of OTLP over gRPC; HTTP is 4318', () => {
    const text = edit(page.right, `    endpoint: http://tempo:4318`, `    endpoint: http://tempo:4317`);
    expect(describeFindings(text, 'C038')).toEqual([
      'warning 13:5 exporters.otlp_http.endpoint: 4317 is the port of OTLP over gRPC; HTTP is 4318',
    ]);
  });

  test('silent: otlp_grpc:', () => {
    const text = edit(config, `    endpoint: localhost:14317`, `    endpoint: https://tempo:4317`);
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test('silent: endpoint: ${env:ENDPOINT}', () => {
    const text = edit(page.right, `    endpoint: http://tempo:4318`, `    endpoint: \${env:ENDPOINT}`);
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test('silent: otlp_grpc: (too)', () => {
    const text = edit(config, `    endpoint: localhost:14317`, `    endpoint: dns:///tempo:4317`);
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test.each(['otlp_grpc', 'otlp_http'])('silent: %s to an address that a template fills in', (exporter) => {
    const text = `exporters: {${exporter}: {endpoint: "{{ .Endpoint }}"}}\nreceivers: {otlp: {}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [${exporter}]}}}\n`;
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test('found: this machine with TLS', () => {
    const text = config;
    expect(describeFindings(text, 'C038')).toEqual([
      'warning 13:5 exporters.otlp_grpc.endpoint: "localhost:14317" is this machine, and is sent to with TLS: set tls.insecure, or a CA',
    ]);
  });

  test('silent: this machine in clear text', () => {
    const text = edit(
      config,
      `    endpoint: localhost:14317`,
      `    endpoint: localhost:14317
    tls:
      insecure: true`,
    );
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test('silent: this machine with a CA', () => {
    const text = edit(
      config,
      `    endpoint: localhost:14317`,
      `    endpoint: localhost:14317
    tls:
      ca_file: /tls/ca.crt`,
    );
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test('found: a path that is nearly otlp', () => {
    const text = edit(page.right, `    endpoint: http://tempo:4318`, `    endpoint: https://mimir:8080/oltp`);
    expect(describeFindings(text, 'C038')).toEqual([
      'warning 13:5 exporters.otlp_http.endpoint: the path ends in "oltp"; did you mean "otlp"?',
    ]);
  });

  test('found: an address without a port', () => {
    const text = edit(page.right, `    endpoint: http://tempo:4318`, `    endpoint: https://mimir:8080x/otlp`);
    expect(describeFindings(text, 'C038')).toEqual([
      'error 13:5 exporters.otlp_http.endpoint: "https://mimir:8080x/otlp" has no port that can be dialled',
    ]);
  });

  test('silent: another path', () => {
    const text = edit(page.right, `    endpoint: http://tempo:4318`, `    endpoint: https://dynatrace:9999/e/x/api`);
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test.each(['otlp_grpc', 'otlp_http'])('silent: %s to an address that a template fills in', (exporter) => {
    const text = `exporters: {${exporter}: {endpoint: "{{ .Endpoint }}"}}\nreceivers: {otlp: {}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [${exporter}]}}}\n`;
    expect(describeFindings(text, 'C038')).toEqual([]);
  });
});
