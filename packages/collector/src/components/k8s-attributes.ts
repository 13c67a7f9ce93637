import { because, type Component } from './component.ts';

export interface K8sAttributesSettings {
  /** Runs on each node and looks at its own pods only. */
  readonly ownNodeOnly: boolean;
}

const metadata = [
  'k8s.namespace.name',
  'k8s.pod.name',
  'k8s.pod.uid',
  'k8s.node.name',
  'k8s.container.name',
  'k8s.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
  'container.image.name',
  'container.image.tags',
];

export function buildK8sAttributes({ ownNodeOnly }: K8sAttributesSettings): Component {
  return {
    kind: 'processor',
    type: 'k8s_attributes',
    config: {
      auth_type: 'serviceAccount',
      filter: ownNodeOnly ? { node_from_env_var: 'K8S_NODE_NAME' } : undefined,
      extract: { metadata, otel_annotations: true },
      pod_association: [
        { sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] },
        { sources: [{ from: 'resource_attribute', name: 'k8s.pod.ip' }] },
        { sources: [{ from: 'connection' }] },
      ],
    },
    reasons: [
      because('', 'Before anything that drops the connection it came by: the pod is known from it.'),
      ...(ownNodeOnly ? [because('filter', 'Without it every agent would watch every pod of the cluster.')] : []),
    ],
    rank: 'enrich',
  };
}
