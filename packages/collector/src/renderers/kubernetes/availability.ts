// How the replicas of a Collector are found, kept and multiplied.
import type { CollectorModel } from '../../model/collector-model.ts';
import { buildSelector } from '../kubernetes-objects/app.ts';
import type { CommentedObject, ObjectComment } from '../kubernetes-objects/object.ts';
import { buildAutoscaler } from '../kubernetes-objects/replicas.ts';
import { buildService } from '../kubernetes-objects/service.ts';
import { appOf } from './app.ts';

/** The comment of a headless Service. Helm's values have it too. */
export const headlessReason = 'Headless: who sends sees every replica and spreads its load itself.';

/** The pods of a Service that something else than Plinth makes. Their ports have no names that a Service could know. */
export interface ForeignPods {
  readonly selector: Readonly<Record<string, string>>;
  readonly comments: readonly ObjectComment[];
}

export function buildCollectorService(model: CollectorModel, pods?: ForeignPods): CommentedObject {
  const { workload } = model;
  const reach = workload.kind === 'daemonset' ? 'own_node' : 'headless';
  const app = appOf(model);
  const ports = workload.ports.filter(({ name }) => name.startsWith('otlp'));
  return {
    object: buildService(app, {
      reach,
      selector: pods?.selector ?? buildSelector(app),
      ports: ports.map(({ name, port }) => ({ name, port, targetPort: pods === undefined ? name : port })),
    }),
    comments: pods?.comments ?? [
      reach === 'own_node'
        ? { path: ['spec', 'internalTrafficPolicy'], text: 'To the agent of the own node: it knows the pod by its address.' }
        : { path: ['spec', 'clusterIP'], text: headlessReason },
    ],
  };
}

/** The alert rules record it: how full the fullest queue of a pod is, from 0 to 1. */
export const queueRatioMetric = 'otelcol_exporter_queue_ratio';

export const scalingMetrics = [
  { type: 'Pods', pods: { metric: { name: queueRatioMetric }, target: { type: 'AverageValue', averageValue: '600m' } } },
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 65 } } },
] as const;

export const scalingBehavior = {
  scaleUp: { stabilizationWindowSeconds: 60, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
  scaleDown: { stabilizationWindowSeconds: 1800, policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }] },
} as const;

export function buildCollectorAutoscaler(model: CollectorModel): CommentedObject {
  const { replicas: minReplicas, maxReplicas } = model.workload;
  return {
    object: buildAutoscaler(appOf(model), {
      kind: 'StatefulSet',
      minReplicas,
      maxReplicas,
      metrics: scalingMetrics,
      behavior: scalingBehavior,
    }),
    comments: [
      {
        path: ['spec', 'metrics', 0],
        text: `Queues fill before memory does. ${queueRatioMetric} is recorded by the rules beside this file; an adapter for custom metrics offers it.`,
      },
      { path: ['spec', 'behavior', 'scaleDown'], text: 'Slowly: a replica that goes takes its queue with it until it is back.' },
    ],
  };
}
