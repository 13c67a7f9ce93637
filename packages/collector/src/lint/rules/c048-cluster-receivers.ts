import { isPerNode, isReplicated } from '../facts/deployment.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

export const clusterReceivers: Rule = {
  id: 'C048',
  title: 'cluster receiver that runs more than once',
  severity: 'error',
  why: 'Each copy watches the whole cluster: every event and every metric arrives as many times as there are pods, and the API server carries as many watches.',
  remedy: 'Run it in a Deployment with one replica, or give the receiver a k8s_leader_elector.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/k8sclusterreceiver/README.md',
  check: ({ graph, deployment }) =>
    isPerNode(deployment) || isReplicated(deployment)
      ? findUsed(graph, 'receiver', 'k8s_cluster', 'k8s_objects', 'k8sobjects', 'k8s_events')
          .filter(({ config }) => config['k8s_leader_elector'] === undefined)
          .map(({ id, path }) => ({ path, message: `every copy of this ${deployment?.mode ?? 'workload'} runs "${id}"` }))
      : [],
};
