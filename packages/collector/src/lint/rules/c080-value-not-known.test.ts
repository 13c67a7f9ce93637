import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C080');

const config = edit(
  edit(
    edit(
      page.right,
      /receivers:\n {2}otlp:\n[^]*?(?=processors:\n)/,
      `receivers:
  kubelet_stats:
    endpoint: https://\${env:K8S_NODE_IP}:10250
    auth_type: serviceAccount
    metric_groups: [pods]
`,
    ),
    /connectors:\n[^]*?(?=service:\n)/,
    '',
  ),
  /pipelines:\n[^]*/,
  `pipelines:
    metrics:
      receivers: [kubelet_stats]
      processors: [memory_limiter]
      exporters: [otlp_http]
`,
);

const other = edit(
  edit(
    config,
    `  kubelet_stats:
    endpoint: https://\${env:K8S_NODE_IP}:10250
    auth_type: serviceAccount
    metric_groups: [pods]`,
    `  k8s_cluster:
    node_conditions_to_report: [ready]`,
  ),
  '      receivers: [kubelet_stats]',
  '      receivers: [k8s_cluster]',
);

const third = edit(readRulePage('C012').right, 'service:\n', 'service:\n  telemetry:\n    logs:\n      encoding: logfmt\n');

describe('C080', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C080')).toEqual([
      'error 24:5 connectors.span_metrics.aggregation_temporality: "delta" is none of AGGREGATION_TEMPORALITY_CUMULATIVE, AGGREGATION_TEMPORALITY_DELTA',
    ]);
  });

  test('found: an unknown group of metrics', () => {
    const text = config;
    expect(describeFindings(text, 'C080')).toEqual([
      'error 5:21 receivers.kubelet_stats.metric_groups[0]: "pods" is none of container, pod, node, volume; did you mean "pod"?',
    ]);
  });

  test('found: no certificate to log in with', () => {
    const text = edit(
      config,
      `    endpoint: https://\${env:K8S_NODE_IP}:10250
    auth_type: serviceAccount
    metric_groups: [pods]`,
      `    endpoint: https://\${env:K8S_NODE_IP}:10250`,
    );
    expect(describeFindings(text, 'C080')).toEqual([
      'error 2:3 receivers.kubelet_stats: "kubelet_stats" logs in with a certificate (auth_type: tls, the default), and has no cert_file',
    ]);
  });

  test('found: nearly a condition of nodes', () => {
    const text = other;
    expect(describeFindings(text, 'C080')).toEqual([
      'error 3:33 receivers.k8s_cluster.node_conditions_to_report[0]: "ready" is none of Ready, MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable; did you mean "Ready"?',
    ]);
  });

  test('found: an encoding that no log has', () => {
    const text = third;
    expect(describeFindings(text, 'C080')).toEqual(['error 23:7 service.telemetry.logs.encoding: "logfmt" is none of console, json']);
  });

  test('silent: a condition of a cluster’s own', () => {
    const text = edit(other, `    node_conditions_to_report: [ready]`, `    node_conditions_to_report: [Ready, KernelDeadlock]`);
    expect(describeFindings(text, 'C080')).toEqual([]);
  });

  test('silent: a service account', () => {
    const text = edit(config, `    metric_groups: [pods]`, `    metric_groups: [pod]`);
    expect(describeFindings(text, 'C080')).toEqual([]);
  });

  test('silent: json', () => {
    const text = edit(third, `      encoding: logfmt`, `      encoding: json`);
    expect(describeFindings(text, 'C080')).toEqual([]);
  });
});
