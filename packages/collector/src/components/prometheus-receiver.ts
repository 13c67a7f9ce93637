// Scrapes the admin port of services.
import { because, type Component, type Reason } from './component.ts';
import type { ConfigMap, Template } from './config-value.ts';

export interface PodTargets {
  readonly adminPort: number;
  /** Only pods of this platform itself. */
  readonly onlyPartOf?: string | undefined;
}

export interface PrometheusReceiverSettings {
  readonly interval: string;
  /** Pods of its own node, found by the Kubernetes API. */
  readonly pods?: PodTargets | undefined;
  readonly targets: readonly (string | Template)[];
  /** Label that Collectors have on their own metrics. */
  readonly collectorLabel: string;
}

export function buildPrometheusReceiver({ interval, pods, targets, collectorLabel }: PrometheusReceiverSettings): Component {
  const jobs: ConfigMap[] = [];
  if (pods !== undefined) jobs.push(buildPodJob(pods, interval));
  if (targets.length > 0) jobs.push({ job_name: 'targets', scrape_interval: interval, static_configs: [{ targets }] });
  const dropCollectorInfo = { source_labels: ['__name__', collectorLabel], regex: 'target_info;.+', action: 'drop' };
  const reasons: Reason[] = [
    ...(pods === undefined
      ? []
      : [because('config.scrape_configs.0', 'Each agent scrapes the pods of its own node: no target twice, none left out.')]),
    because(
      'config.scrape_configs.0.metric_relabel_configs',
      'A Collector’s target_info has another instance than `up`, and a new one at each start: without it both are its address.',
    ),
  ];
  return {
    kind: 'receiver',
    type: 'prometheus',
    config: { config: { scrape_configs: jobs.map((job) => ({ ...job, metric_relabel_configs: [dropCollectorInfo] })) } },
    reasons,
  };
}

function buildPodJob({ adminPort, onlyPartOf }: PodTargets, interval: string): ConfigMap {
  const meta = '__meta_kubernetes_pod';
  return {
    job_name: 'pods',
    scrape_interval: interval,
    kubernetes_sd_configs: [
      { role: 'pod', selectors: [{ role: 'pod', field: { template: ['spec.nodeName=', { env: 'K8S_NODE_NAME' }] } }] },
    ],
    relabel_configs: [
      { source_labels: [`${meta}_annotation_prometheus_io_scrape`], regex: 'true', action: 'keep' },
      ...(onlyPartOf === undefined
        ? []
        : [{ source_labels: [`${meta}_label_app_kubernetes_io_part_of`], regex: onlyPartOf, action: 'keep' }]),
      { source_labels: [`${meta}_phase`], regex: 'Pending|Succeeded|Failed', action: 'drop' },
      { source_labels: [`${meta}_container_init`], regex: 'true', action: 'drop' },
      // One target for each pod: its address with the annotated port, or the usual one.
      { source_labels: [`${meta}_ip`], target_label: '__address__', replacement: `$1:${adminPort}` },
      {
        source_labels: [`${meta}_ip`, `${meta}_annotation_prometheus_io_port`],
        separator: ':',
        regex: '(.+:\\d+)',
        target_label: '__address__',
        replacement: '$1',
      },
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      { source_labels: [`${meta}_name`], target_label: 'pod' },
      { source_labels: [`${meta}_uid`], target_label: '__tmp_pod_uid' },
    ],
  };
}
