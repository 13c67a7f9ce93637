import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C028');

const config = `receivers:
  k8s_cluster:
    k8s_leader_elector: k8s_leader_elector/other
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
exporters:
  otlp_http:
    endpoint: https://mimir:8080/otlp
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  k8s_leader_elector:
    lease_name: a
    lease_namespace: b
service:
  extensions: [k8s_leader_elector]
  pipelines:
    metrics:
      receivers: [k8s_cluster]
      processors: [memory_limiter]
      exporters: [otlp_http]
`;

describe('C028', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C028')).toEqual([
      'error 20:7 exporters.otlp_grpc.sending_queue.storage: extension "file_storage" is not defined',
    ]);
  });

  test('found: extension "file_storage" is not in service.extensions', () => {
    const text = edit(
      page.right,
      `  extensions: [file_storage]
`,
      '',
    );
    expect(describeFindings(text, 'C028')).toEqual([
      'error 20:7 exporters.otlp_grpc.sending_queue.storage: extension "file_storage" is not in service.extensions',
    ]);
  });

  test('found: an elector that is not there', () => {
    const text = config;
    expect(describeFindings(text, 'C028')).toEqual([
      'error 3:5 receivers.k8s_cluster.k8s_leader_elector: extension "k8s_leader_elector/other" is not defined',
    ]);
  });

  test('silent: an elector that is', () => {
    const text = edit(config, `    k8s_leader_elector: k8s_leader_elector/other`, `    k8s_leader_elector: k8s_leader_elector`);
    expect(describeFindings(text, 'C028')).toEqual([]);
  });
});
