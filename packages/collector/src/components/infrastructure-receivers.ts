// What a node, its pods and the cluster say about themselves.
import { because, type Component } from './component.ts';
import { env, template, type Template } from './config-value.ts';

export function buildHostMetricsReceiver({ interval, rootPath }: { readonly interval: string; readonly rootPath?: Template }): Component {
  return {
    kind: 'receiver',
    type: 'host_metrics',
    config: {
      collection_interval: interval,
      root_path: rootPath,
      scrapers: { cpu: {}, load: {}, memory: {}, paging: {}, disk: {}, network: {}, filesystem: {} },
    },
    reasons:
      rootPath === undefined
        ? []
        : [because('root_path', 'The node’s own files, mounted read-only: without it a container describes itself.')],
  };
}

export function buildKubeletStatsReceiver({ interval }: { readonly interval: string }): Component {
  return {
    kind: 'receiver',
    type: 'kubelet_stats',
    config: {
      collection_interval: interval,
      auth_type: 'serviceAccount',
      endpoint: template`https://${env('K8S_NODE_IP')}:10250`,
      insecure_skip_verify: true,
      metric_groups: ['node', 'pod', 'container'],
    },
    reasons: [
      because(
        'insecure_skip_verify',
        'A kubelet signs its certificate itself, unless the cluster rotates serving certificates; the address is the own node’s.',
      ),
    ],
  };
}

export function buildK8sClusterReceiver({
  interval,
  leaderElector,
}: {
  readonly interval: string;
  readonly leaderElector: string;
}): Component {
  return {
    kind: 'receiver',
    type: 'k8s_cluster',
    config: {
      auth_type: 'serviceAccount',
      collection_interval: interval,
      node_conditions_to_report: ['Ready', 'MemoryPressure', 'DiskPressure'],
      allocatable_types_to_report: ['cpu', 'memory'],
      k8s_leader_elector: leaderElector,
    },
    reasons: [because('k8s_leader_elector', 'One replica alone reports the cluster: two would count everything twice.')],
  };
}
