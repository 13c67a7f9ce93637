// What a tier asks the Kubernetes API for, by the component that asks.
import type { RbacRule } from '../collector-model.ts';

/** The k8s_attributes processor. https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/k8sattributesprocessor#role-based-access-control */
export const k8sAttributesRules: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['apps'], resources: ['replicasets', 'deployments', 'statefulsets', 'daemonsets'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get', 'list', 'watch'] },
];

/** The kubelet_stats receiver. */
export const kubeletRules: readonly RbacRule[] = [{ apiGroups: [''], resources: ['nodes/stats'], verbs: ['get'] }];

/** The k8s_cluster receiver. https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/k8sclusterreceiver#rbac */
export const k8sClusterRules: readonly RbacRule[] = [
  {
    apiGroups: [''],
    resources: [
      'events',
      'namespaces',
      'namespaces/status',
      'nodes',
      'nodes/spec',
      'pods',
      'pods/status',
      'replicationcontrollers',
      'replicationcontrollers/status',
      'resourcequotas',
      'services',
      'persistentvolumes',
      'persistentvolumeclaims',
    ],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['get', 'list', 'watch'] },
];

/** The election of the replica that runs k8s_cluster. */
export const leaseRules: readonly RbacRule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
];
