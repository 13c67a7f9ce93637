import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C066');

describe('C066', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C066')).toEqual(['warning 21:7 processors.resource_detection: "resource_detection" is null']);
  });

  test('found: "grpc" is null', () => {
    const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata:
  name: gateway
spec:
  mode: deployment
  resources:
    limits:
      memory: 512Mi
  config:
    receivers:
      otlp:
        protocols:
          grpc:
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
      pipelines:
        traces:
          receivers: [otlp]
          processors: [memory_limiter]
          exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C066')).toEqual(['warning 14:11 receivers.otlp.protocols.grpc: "grpc" is null']);
  });
});
