// DaemonSet or StatefulSet, and the config that it is started with.
import { createHash } from 'node:crypto';
import type { CollectorModel } from '../../model/collector-model.ts';
import { selfMetricsPort } from '../../model/ports.ts';
import { buildLabels, buildMetadata, buildSelector, type CommentedObject } from './object.ts';
import { buildContainer, buildVolumeClaims, buildVolumes, runsAsRoot } from './pod.ts';

export function buildConfigMap(model: CollectorModel, configText: string): CommentedObject {
  return {
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: buildMetadata(model, `${model.name}-config`),
      data: { 'collector.yaml': configText },
    },
  };
}

export function buildWorkload(model: CollectorModel, configText: string): CommentedObject {
  const { workload } = model;
  const daemonset = workload.kind === 'daemonset';
  const autoscaled = workload.maxReplicas > workload.replicas;
  const container = buildContainer(model);
  const template = {
    metadata: { labels: buildLabels(model), annotations: buildPodAnnotations(configText) },
    spec: {
      serviceAccountName: model.name,
      automountServiceAccountToken: needsApi(model),
      terminationGracePeriodSeconds: 60,
      ...(runsAsRoot(model)
        ? { tolerations: [{ operator: 'Exists' }] }
        : { securityContext: { fsGroup: 10_001 }, topologySpreadConstraints: buildSpread(buildSelector(model)) }),
      containers: [container],
      volumes: [{ name: 'config', configMap: { name: `${model.name}-config` } }, ...buildVolumes(model)],
    },
  };
  const object = daemonset
    ? {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: buildMetadata(model),
        spec: { selector: { matchLabels: buildSelector(model) }, updateStrategy: { rollingUpdate: nodesAtOnce }, template },
      }
    : {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: buildMetadata(model),
        spec: {
          ...(!autoscaled && { replicas: workload.replicas }),
          serviceName: model.name,
          podManagementPolicy: 'Parallel',
          selector: { matchLabels: buildSelector(model) },
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          template,
          volumeClaimTemplates: buildVolumeClaims(model),
        },
      };
  const security = ['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'runAsUser'];
  const comments = [
    ...(runsAsRoot(model)
      ? [{ path: security, text: 'Log files and the queue’s folder on a node belong to root; everything else is dropped.' }]
      : []),
    ...(daemonset
      ? []
      : [
          {
            path: ['spec', 'persistentVolumeClaimRetentionPolicy'],
            text: 'A queue that still holds data is not deleted with its replica.',
          },
        ]),
    ...(!daemonset && autoscaled
      ? [{ path: ['spec', 'serviceName'], text: 'No replicas here: the HorizontalPodAutoscaler owns them.' }]
      : []),
  ];
  return { object, comments };
}

/** A new config reaches this share of the nodes at a time. */
export const nodesAtOnce = { maxUnavailable: '10%' } as const;

/** A change of the config restarts the pods; their own metrics are scraped. */
export function buildPodAnnotations(configText: string): Record<string, string> {
  return {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(selfMetricsPort),
    'plinth.dev/config-sha256': createHash('sha256').update(configText).digest('hex').slice(0, 32),
  };
}

export function needsApi({ workload }: CollectorModel): boolean {
  return workload.clusterRules.length + workload.namespaceRules.length > 0;
}

/** @param matchLabels Of the pods: who makes them decides what they are labelled with. */
export function buildSpread(matchLabels: Readonly<Record<string, string>>): readonly Record<string, unknown>[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  }));
}
