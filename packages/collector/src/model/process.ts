// What every Collector process has, whatever it does: where it binds, where it keeps its queue, its health, its variables.
import type { EnvReference, Template } from '../components/config-value.ts';
import { env, template } from '../components/config-value.ts';
import type { Component } from '../components/component.ts';
import { buildFileStorage, buildHealthCheck } from '../components/extensions.ts';
import { buildMemoryLimiter } from '../components/memory-limiter.ts';
import type { RbacRule, Variable } from './collector-model.ts';
import { healthPort } from './self-telemetry.ts';

export const grpcPort = 4317;
export const httpPort = 4318;
/** Metrics that were made delta: a port of their own keeps them apart. */
export const deltaPort = 4319;

export interface ProcessPlace {
  readonly host: EnvReference;
  readonly bindingReason: string;
  readonly container: boolean;
}

export const inPod: ProcessPlace = {
  host: env('K8S_POD_IP'),
  bindingReason: 'The pod’s own address: reachable from the cluster, and not on every interface.',
  container: true,
};

export const onMachine: ProcessPlace = {
  host: env('PLINTH_HOST', '127.0.0.1'),
  bindingReason: 'Loopback, unless the process runs in a container of its own.',
  container: false,
};

export const insidePod: ProcessPlace = {
  host: env('PLINTH_HOST', '127.0.0.1'),
  bindingReason: 'Loopback of the pod: only the service beside it can connect.',
  container: true,
};

export const queueStorageId = 'file_storage/queue';

export function endpointOf(place: ProcessPlace, port: number): Template {
  const { host } = place;
  return { template: [host, `:${port}`] };
}

/** Health, and a folder for the queue. */
export function buildProcessExtensions(place: ProcessPlace, health: EnvReference = place.host): readonly Component[] {
  return [
    buildHealthCheck({ endpoint: { template: [health, `:${healthPort}`] } }),
    buildFileStorage({ name: 'queue', directory: template`${env('PLINTH_STORAGE', '/var/lib/otelcol')}/queue` }),
  ];
}

export function buildProcessLimiter(place: ProcessPlace, memoryBytes: number): Component {
  return buildMemoryLimiter({ container: place.container, limitBytes: memoryBytes });
}

/** https://github.com/open-telemetry/opentelemetry-collector/tree/main/processor/memorylimiterprocessor#best-practices: 80 % of the limit. */
export function buildGoMemoryLimit(memoryBytes: number): Variable {
  return { name: 'GOMEMLIMIT', value: `${Math.floor((memoryBytes * 0.8) / 2 ** 20)}MiB` };
}

export const podVariables: readonly Variable[] = [
  { name: 'K8S_POD_IP', field: 'status.podIP' },
  { name: 'K8S_POD_NAME', field: 'metadata.name' },
  { name: 'K8S_NODE_NAME', field: 'spec.nodeName' },
  { name: 'K8S_NODE_IP', field: 'status.hostIP' },
];

/** What k8s_attributes reads. https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/k8sattributesprocessor#role-based-access-control */
export const k8sAttributesRules: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['apps'], resources: ['replicasets', 'deployments', 'statefulsets', 'daemonsets'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get', 'list', 'watch'] },
];

export const kubeletRules: readonly RbacRule[] = [{ apiGroups: [''], resources: ['nodes/stats'], verbs: ['get'] }];

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/k8sclusterreceiver#rbac */
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

export const leaseRules: readonly RbacRule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
];
