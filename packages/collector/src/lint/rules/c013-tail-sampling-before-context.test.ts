import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C013');

describe('C013', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C013')).toEqual([
      'error 36:51 service.pipelines.traces.processors[2]: pipeline "traces" runs "k8s_attributes" after tail_sampling, where the connection is gone',
    ]);
  });

  test('silent: pod_association:', () => {
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
  k8s_attributes:
    pod_association:
      - sources:
          - {from: resource_attribute, name: k8s.pod.uid}
    extract:
      metadata: [k8s.pod.name]
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
      processors: [memory_limiter, tail_sampling, k8s_attributes]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C013')).toEqual([]);
  });
});
