import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C082');

describe('C082', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C082')).toEqual([
      'warning 41:9 groups[0].rules[0].expr: the own metrics have no otelcol_exporter_send_failed_spans but otelcol_exporter_send_failed_spans_total',
    ]);
  });

  test('found: a unit that the reader leaves out', () => {
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
service:
  telemetry:
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: localhost
                port: 8888
                without_type_suffix: true
                without_units: true
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
---
groups:
  - name: collector
    rules:
      - alert: CollectorLoses
        expr: otelcol_process_uptime_seconds_total > 0
`;
    expect(describeFindings(text, 'C082')).toEqual([
      'warning 41:9 groups[0].rules[0].expr: the own metrics have no otelcol_process_uptime_seconds_total but otelcol_process_uptime',
    ]);
  });

  test('found: in a pattern', () => {
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
service:
  telemetry:
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: localhost
                port: 8888
                without_type_suffix: false
                without_units: false
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
---
groups:
  - name: collector
    rules:
      - alert: CollectorLoses
        expr: 'rate({__name__=~"otelcol_process_uptime(_total)?"}[5m]) > 0'
`;
    expect(describeFindings(text, 'C082')).toEqual([
      'warning 41:9 groups[0].rules[0].expr: the own metrics have no otelcol_process_uptime but otelcol_process_uptime_seconds_total',
    ]);
  });

  test('silent: a pattern for both', () => {
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
service:
  telemetry:
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: localhost
                port: 8888
                without_type_suffix: false
                without_units: false
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
---
groups:
  - name: collector
    rules:
      - alert: CollectorLoses
        expr: 'rate({__name__=~"otelcol_exporter_send_failed_spans(_total)?"}[5m]) > 0'
`;
    expect(describeFindings(text, 'C082')).toEqual([]);
  });

  test('silent: a metric without a suffix', () => {
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
service:
  telemetry:
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: localhost
                port: 8888
                without_type_suffix: false
                without_units: false
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc]
---
groups:
  - name: collector
    rules:
      - alert: CollectorLoses
        expr: otelcol_exporter_queue_size > 0
`;
    expect(describeFindings(text, 'C082')).toEqual([]);
  });
});
