// How the replicas are found, kept and multiplied.
import type { CollectorModel } from '../../model/collector-model.ts';
import { buildMetadata, buildSelector, type CommentedObject } from './object.ts';

export function buildService(model: CollectorModel): CommentedObject {
  const daemonset = model.workload.kind === 'daemonset';
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: buildMetadata(model),
      spec: {
        ...(daemonset ? { internalTrafficPolicy: 'Local' } : { clusterIP: 'None' }),
        selector: buildSelector(model),
        ports: model.workload.ports
          .filter(({ name }) => name.startsWith('otlp'))
          .map(({ name, port }) => ({ name, port, targetPort: name })),
      },
    },
    comments: [
      daemonset
        ? { path: ['spec', 'internalTrafficPolicy'], text: 'To the agent of the own node: it knows the pod by its address.' }
        : { path: ['spec', 'clusterIP'], text: 'Headless: who sends sees every replica and spreads its load itself.' },
    ],
  };
}

export function buildDisruptionBudget(model: CollectorModel): CommentedObject {
  return {
    object: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: buildMetadata(model),
      spec: { maxUnavailable: 1, selector: { matchLabels: buildSelector(model) } },
    },
  };
}

/** Recorded by the alert rules: the fullest queue of a pod, 0 to 1. */
export const queueRatioMetric = 'otelcol_exporter_queue_ratio';

export const scalingMetrics = [
  { type: 'Pods', pods: { metric: { name: queueRatioMetric }, target: { type: 'AverageValue', averageValue: '600m' } } },
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 65 } } },
] as const;

export const scalingBehavior = {
  scaleUp: { stabilizationWindowSeconds: 60, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
  scaleDown: { stabilizationWindowSeconds: 1800, policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }] },
} as const;

export function buildAutoscaler(model: CollectorModel): CommentedObject {
  const { replicas, maxReplicas } = model.workload;
  return {
    object: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: buildMetadata(model),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: model.name },
        minReplicas: replicas,
        maxReplicas,
        metrics: scalingMetrics,
        behavior: scalingBehavior,
      },
    },
    comments: [
      {
        path: ['spec', 'metrics', 0],
        text: `Queues fill before memory does. ${queueRatioMetric} is recorded by the rules beside this file; an adapter for custom metrics offers it.`,
      },
      { path: ['spec', 'behavior', 'scaleDown'], text: 'Slowly: a replica that goes takes its queue with it until it is back.' },
    ],
  };
}
