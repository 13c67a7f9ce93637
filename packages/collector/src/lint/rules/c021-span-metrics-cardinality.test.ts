import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C021');

describe('C021', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C021')).toEqual([
      'warning 23:3 connectors.span_metrics: "span_metrics" has no aggregation_cardinality_limit',
    ]);
  });

  test('found: dimension "user.id" has a value for each request', () => {
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
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
  prometheus_remote_write:
    endpoint: http://mimir:9009/api/v1/push
connectors:
  span_metrics:
    aggregation_cardinality_limit: 2000
    metrics_expiration: 5m
    histogram:
      unit: s
    dimensions:
      - name: user.id
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc, span_metrics]
    metrics:
      receivers: [span_metrics]
      exporters: [prometheus_remote_write]
`;
    expect(describeFindings(text, 'C021')).toEqual([
      'warning 29:9 connectors.span_metrics.dimensions[0].name: dimension "user.id" has a value for each request',
    ]);
  });

  test('found: "span_metrics" has no metrics_expiration', () => {
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
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
  prometheus_remote_write:
    endpoint: http://mimir:9009/api/v1/push
connectors:
  span_metrics:
    aggregation_cardinality_limit: 2000
    histogram:
      unit: s
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc, span_metrics]
    metrics:
      receivers: [span_metrics]
      exporters: [prometheus_remote_write]
`;
    expect(describeFindings(text, 'C021')).toEqual(['warning 23:3 connectors.span_metrics: "span_metrics" has no metrics_expiration']);
  });

  test('silent: aggregation_cardinality_limit: 2000', () => {
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
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
  prometheus_remote_write:
    endpoint: http://mimir:9009/api/v1/push
connectors:
  span_metrics:
    aggregation_cardinality_limit: 2000
    metrics_expiration: 5m
    histogram:
      unit: s
    dimensions:
      - name: http.route
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc, span_metrics]
    metrics:
      receivers: [span_metrics]
      exporters: [prometheus_remote_write]
`;
    expect(describeFindings(text, 'C021')).toEqual([]);
  });
});
