import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C023');

describe('C023', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C023')).toEqual([
      'warning 13:5 processors.tail_sampling.policies: "tail_sampling" keeps no share of ordinary traces',
    ]);
  });

  test('found: a cache that forgets before the traces are gone', () => {
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
  tail_sampling:
    num_traces: 5000
    decision_cache:
      sampled_cache_size: 500
    policies:
      - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}
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
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, tail_sampling]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C023')).toEqual([
      'warning 14:7 processors.tail_sampling.decision_cache.sampled_cache_size: sampled_cache_size 500 forgets decisions before num_traces 5000 forgets the traces',
    ]);
  });

  test('silent: a cache that is larger', () => {
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
  tail_sampling:
    num_traces: 5000
    decision_cache:
      sampled_cache_size: 50000
    policies:
      - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}
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
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, tail_sampling]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C023')).toEqual([]);
  });

  test('found: a cache that forgets before the traces are gone', () => {
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
  tail_sampling:
    num_traces: 5000
    decision_cache:
      sampled_cache_size: 500
    policies:
      - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}
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
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, tail_sampling]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C023')).toEqual([
      'warning 14:7 processors.tail_sampling.decision_cache.sampled_cache_size: sampled_cache_size 500 forgets decisions before num_traces 5000 forgets the traces',
    ]);
  });

  test('silent: a cache that is larger', () => {
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
  tail_sampling:
    num_traces: 5000
    decision_cache:
      sampled_cache_size: 50000
    policies:
      - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}
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
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, tail_sampling]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C023')).toEqual([]);
  });
});
