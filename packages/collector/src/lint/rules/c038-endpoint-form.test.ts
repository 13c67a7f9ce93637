import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C038');

describe('C038', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C038')).toEqual([
      'error 13:5 exporters.otlp_http.endpoint: the exporter appends /v1/traces, /v1/metrics, /v1/logs to endpoint itself',
    ]);
  });

  test('found: "tempo:4318" has no scheme (http:// or https://)', () => {
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
  otlp_http:
    endpoint: tempo:4318
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
      exporters: [otlp_http]
`;
    expect(describeFindings(text, 'C038')).toEqual([
      'error 13:5 exporters.otlp_http.endpoint: "tempo:4318" has no scheme (http:// or https://)',
    ]);
  });

  test('found: "tempo" has no port', () => {
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
    endpoint: tempo
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
    expect(describeFindings(text, 'C038')).toEqual(['error 13:5 exporters.otlp_grpc.endpoint: "tempo" has no port']);
  });

  test('found: 4318 is the port of OTLP over HTTP; gRPC is 4317', () => {
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
    endpoint: tempo:4318
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
    expect(describeFindings(text, 'C038')).toEqual([
      'warning 13:5 exporters.otlp_grpc.endpoint: 4318 is the port of OTLP over HTTP; gRPC is 4317',
    ]);
  });

  test('found: 4317 is the port of OTLP over gRPC; HTTP is 4318', () => {
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
  otlp_http:
    endpoint: http://tempo:4317
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
      exporters: [otlp_http]
`;
    expect(describeFindings(text, 'C038')).toEqual([
      'warning 13:5 exporters.otlp_http.endpoint: 4317 is the port of OTLP over gRPC; HTTP is 4318',
    ]);
  });

  test('silent: otlp_grpc:', () => {
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
    endpoint: https://tempo:4317
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
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test('silent: endpoint: ${env:ENDPOINT}', () => {
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
  otlp_http:
    endpoint: \${env:ENDPOINT}
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
      exporters: [otlp_http]
`;
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test('silent: otlp_grpc: (too)', () => {
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
    endpoint: dns:///tempo:4317
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
    expect(describeFindings(text, 'C038')).toEqual([]);
  });

  test.each(['otlp_grpc', 'otlp_http'])('silent: %s to an address that a template fills in', (exporter) => {
    const text = `exporters: {${exporter}: {endpoint: "{{ .Endpoint }}"}}\nreceivers: {otlp: {}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [${exporter}]}}}\n`;
    expect(describeFindings(text, 'C038')).toEqual([]);
  });
});
