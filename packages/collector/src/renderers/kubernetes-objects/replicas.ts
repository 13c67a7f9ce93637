// How many pods of an application there are, where they run, and how many may be away.
import { buildMetadata, buildSelector, type App } from './app.ts';
import type { KubernetesObject } from './object.ts';

/** While nodes are drained, one pod at a time is away. */
export function buildDisruptionBudget(app: App): KubernetesObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: buildMetadata(app),
    spec: { maxUnavailable: 1, selector: { matchLabels: buildSelector(app) } },
  };
}

export interface AutoscalerSettings {
  /** The kind of the workload that has the application's name. */
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly unknown[];
  readonly behavior: unknown;
}

export function buildAutoscaler(app: App, { kind, ...settings }: AutoscalerSettings): KubernetesObject {
  const { minReplicas, maxReplicas, metrics, behavior } = settings;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: buildMetadata(app),
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind, name: app.instance }, minReplicas, maxReplicas, metrics, behavior },
  };
}

/**
 * Pods are spread over zones and nodes, as far as there are any.
 * @param matchLabels Labels of the pods. Who makes the pods decides what they are.
 */
export function buildSpread(matchLabels: Readonly<Record<string, string>>): readonly Record<string, unknown>[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  }));
}
