import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C015');

describe('C015', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C015')).toEqual([
      'warning 44:40 service.pipelines.traces.processors[1]: pipeline "traces" samples by trace on 3 replicas, and nothing in these files routes by trace id',
    ]);
  });

  test('found: pipeline "traces" samples by trace on 5 replicas, and nothing in these files routes by trace id', () => {
    const text = `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata:
  name: gateway
spec:
  mode: deployment
  autoscaler:
    maxReplicas: 5
  resources:
    limits:
      memory: 512Mi
  config:
    receivers:
      otlp:
        protocols:
          grpc:
            endpoint: \${env:MY_POD_IP}:4317
    processors:
      memory_limiter:
        check_interval: 1s
        limit_mib: 400
        spike_limit_mib: 80
      tail_sampling:
        decision_wait: 10s
        policies:
          - name: errors
            type: status_code
            status_code: {status_codes: [ERROR]}
          - name: baseline
            type: probabilistic
            probabilistic: {sampling_percentage: 10}
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
    expect(describeFindings(text, 'C015')).toEqual([
      'warning 45:40 service.pipelines.traces.processors[1]: pipeline "traces" samples by trace on 5 replicas, and nothing in these files routes by trace id',
    ]);
  });
});
