// The DaemonSet or the StatefulSet of a Collector, and the config that it is started with.
import { createHash } from 'node:crypto';
import type { CollectorModel } from '../../model/collector-model.ts';
import { selfMetricsPort } from '../../model/ports.ts';
import { needsApi } from '../kubernetes-objects/access.ts';
import { buildLabels, buildMetadata, buildSelector } from '../kubernetes-objects/app.ts';
import type { CommentedObject } from '../kubernetes-objects/object.ts';
import { buildSpread } from '../kubernetes-objects/replicas.ts';
import { appOf } from './app.ts';
import { buildContainer, buildVolumeClaims, buildVolumes, runsAsRoot } from './pod.ts';

export function buildConfigMap(model: CollectorModel, configText: string): CommentedObject {
  return {
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: buildMetadata(appOf(model), nameConfig(model)),
      data: { 'collector.yaml': configText },
    },
  };
}

export function buildWorkload(model: CollectorModel, configText: string): CommentedObject {
  const { workload } = model;
  const app = appOf(model);
  const daemonset = workload.kind === 'daemonset';
  const autoscaled = workload.maxReplicas > workload.replicas;
  const container = buildContainer(model);
  const template = {
    metadata: { labels: buildLabels(app), annotations: buildPodAnnotations(configText) },
    spec: {
      serviceAccountName: model.name,
      automountServiceAccountToken: needsApi(workload),
      terminationGracePeriodSeconds: 60,
      ...(runsAsRoot(model)
        ? { tolerations: [{ operator: 'Exists' }] }
        : { securityContext: { fsGroup: 10_001 }, topologySpreadConstraints: buildSpread(buildSelector(app)) }),
      containers: [container],
      volumes: [configVolume(model), ...buildVolumes(model)],
    },
  };
  const object = daemonset
    ? {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: buildMetadata(app),
        spec: { selector: { matchLabels: buildSelector(app) }, updateStrategy: { rollingUpdate: nodesAtOnce }, template },
      }
    : {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: buildMetadata(app),
        spec: {
          ...(!autoscaled && { replicas: workload.replicas }),
          serviceName: model.name,
          podManagementPolicy: 'Parallel',
          selector: { matchLabels: buildSelector(app) },
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

function nameConfig({ name }: CollectorModel): string {
  return `${name}-config`;
}

/** The volume with the config. */
export function configVolume(model: CollectorModel): Record<string, unknown> {
  return { name: 'config', configMap: { name: nameConfig(model) } };
}

/** Agents scrape the own metrics of pods with these. */
export const scrapeAnnotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(selfMetricsPort) } as const;

/** A new config reaches this share of the nodes at a time. */
export const nodesAtOnce = { maxUnavailable: '10%' } as const;

/** The hash restarts the pods when their config changes. */
function buildPodAnnotations(configText: string): Record<string, string> {
  return {
    ...scrapeAnnotations,
    'plinth.dev/config-sha256': createHash('sha256').update(configText).digest('hex').slice(0, 32),
  };
}
