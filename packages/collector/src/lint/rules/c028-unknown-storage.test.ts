import { describe, expect, test } from 'vitest';
import { buildMetricsConfig, describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C028');

const config = edit(
  buildMetricsConfig('k8s_cluster', '  k8s_cluster:\n    k8s_leader_elector: k8s_leader_elector/other\n'),
  'service:\n',
  'extensions:\n  k8s_leader_elector:\n    lease_name: a\n    lease_namespace: b\nservice:\n  extensions: [k8s_leader_elector]\n',
);

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
