import { describe, expect, test } from 'vitest';
import { buildMetricsConfig, describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C079');

const config = buildMetricsConfig(
  'prometheus',
  `  prometheus:
    config:
      scrape_configs:
        - job_name: pods
`,
);

const relabelled = edit(
  page.right,
  /( {6}field: spec\.nodeName=.*)/,
  `$1
              relabel_configs:
                - source_labels: [__meta_kubernetes_pod_ip]
                  target_label: __address__
                  replacement: $$$$1:9464`,
);

describe('C079', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C079')).toEqual([
      'error 12:15 receivers.prometheus.config.scrape_configs[0]: every node’s Collector scrapes all targets of "pods"',
    ]);
  });

  test('found: no targets', () => {
    expect(describeFindings(config, 'C079')).toEqual(['warning 5:11 receivers.prometheus.config.scrape_configs[0]: "pods" has no targets']);
  });

  test('found: a target without a port', () => {
    const text = edit(
      config,
      `        - job_name: pods`,
      `        - job_name: own
          static_configs:
            - targets: ['shop:94x']`,
    );
    expect(describeFindings(text, 'C079')).toEqual([
      'warning 7:25 receivers.prometheus.config.scrape_configs[0].static_configs[0].targets[0]: "shop:94x" has no port that can be dialled',
    ]);
  });

  test('found: a label that pods do not have', () => {
    const text = edit(relabelled, 'pod_ip]', 'pod_ips]');
    expect(describeFindings(text, 'C079')).toEqual([
      'warning 20:35 receivers.prometheus.config.scrape_configs[0].relabel_configs[0].source_labels[0]: no target has "__meta_kubernetes_pod_ips"; did you mean "__meta_kubernetes_pod_ip"?',
    ]);
  });

  test('found: a label that no scrape reads', () => {
    const text = edit(relabelled, 'target_label: __address__', 'target_label: __address__s');
    expect(describeFindings(text, 'C079')).toEqual([
      'warning 21:19 receivers.prometheus.config.scrape_configs[0].relabel_configs[0].target_label: "__address__s" is read by no scrape; did you mean "__address__"?',
    ]);
  });

  test('found: a replacement without a port', () => {
    const text = edit(relabelled, ':9464', ':9464x');
    expect(describeFindings(text, 'C079')).toEqual([
      'warning 22:19 receivers.prometheus.config.scrape_configs[0].relabel_configs[0].replacement: "$$1:9464x" has no port that can be dialled',
    ]);
  });

  test('silent: relabelled as it should be', () => {
    expect(describeFindings(relabelled, 'C079')).toEqual([]);
  });

  test('silent: one Collector for all', () => {
    const text = edit(page.wrong, 'kind: DaemonSet', 'kind: Deployment');
    expect(describeFindings(text, 'C079')).toEqual([]);
  });

  test('silent: an allocator shares the targets out', () => {
    const text = edit(
      page.wrong,
      `      prometheus:`,
      `      prometheus:
        target_allocator: {endpoint: 'http://allocator'}`,
    );
    expect(describeFindings(text, 'C079')).toEqual([]);
  });
});
