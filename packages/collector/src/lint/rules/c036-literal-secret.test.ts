import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C036');

describe('C036', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C036')).toEqual([
      'error 15:7 exporters.otlp_grpc.headers.x-honeycomb-team: "x-honeycomb-team" holds a secret in clear text',
    ]);
  });

  test('found: the URL holds a password', () => {
    const text = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: localhost:4317
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  otlp_grpc:
    endpoint: https://admin:s3cret@tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C036')).toEqual(['error 13:5 exporters.otlp_grpc.endpoint: the URL holds a password']);
  });

  test('silent: x-honeycomb-team: <your api key>', () => {
    const text = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: localhost:4317
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  otlp_grpc:
    endpoint: api.honeycomb.io:443
    headers:
      x-honeycomb-team: <your api key>
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C036')).toEqual([]);
  });

  test('silent: endpoint: tempo:4317', () => {
    const text = `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: localhost:4317
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  otlp_grpc:
    endpoint: tempo:4317
    headers:
      x-api-key: 00000000-0000-0000-0000-000000000000
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C036')).toEqual([]);
  });

  test.each(['TOKEN', 'YOUR_TOKEN', 'SPLUNK_ACCESS_TOKEN', 'some-secret', 'some_password'])('silent: %s stands for a secret', (text) => {
    expect(describeFindings(page.wrong.replace(/(x-honeycomb-team): .*/, `$1: ${text}`), 'C036')).toEqual([]);
  });

  test.each(['password', 'cassandra', 'S3CRETTOKEN', 'awesome-secret'])('found: %s', (text) => {
    expect(describeFindings(page.wrong.replace(/(x-honeycomb-team): .*/, `$1: ${text}`), 'C036')).toHaveLength(1);
  });
});
