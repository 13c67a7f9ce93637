import { isPerNode } from '../facts/deployment.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const watchesWholeCluster: Rule = {
  id: 'C050',
  title: 'k8s_attributes on every node watches the whole cluster',
  severity: 'warning',
  why: 'Every pod of the DaemonSet keeps all pods of the cluster in memory and has a watch of its own: memory and load on the API server grow with the square of the cluster.',
  remedy: 'Set filter.node_from_env_var: K8S_NODE_NAME, and that variable from spec.nodeName.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/k8sattributesprocessor/README.md',
  check: ({ graph, deployment }) =>
    isPerNode(deployment)
      ? findUsed(graph, 'processor', 'k8s_attributes')
          .filter(
            ({ config }) =>
              config['passthrough'] !== true && ['node_from_env_var', 'node'].every((key) => getAt(config, 'filter', key) === undefined),
          )
          .map(({ id, path }) => ({ path, message: `"${id}" has no filter for its own node` }))
      : [],
};
