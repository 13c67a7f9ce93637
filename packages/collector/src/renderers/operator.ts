// An OpenTelemetryCollector for the operator, and what the operator does not make itself.
import type { CollectorModel } from '../model/collector-model.ts';
import { buildMetadata } from './kubernetes-objects/app.ts';
import { buildEnvironment } from './kubernetes-objects/container.ts';
import type { CommentedObject } from './kubernetes-objects/object.ts';
import { buildSpread } from './kubernetes-objects/replicas.ts';
import { buildAccess } from './kubernetes/access.ts';
import { appOf } from './kubernetes/app.ts';
import { buildCollectorService, scalingBehavior, scalingMetrics } from './kubernetes/availability.ts';
import { buildImage } from './kubernetes/image.ts';
import {
  buildResources,
  buildRights,
  buildVolumeClaims,
  buildVolumeMounts,
  buildVolumes,
  probeTimes,
  runsAsRoot,
} from './kubernetes/pod.ts';
import { renderObjects } from './kubernetes/render-objects.ts';
import { scrapeAnnotations } from './kubernetes/workload.ts';
import type { ConfiguredCollector, CollectorRenderer } from './renderer.ts';

export const renderOperator: CollectorRenderer = (input) => {
  const { model, source } = input;
  const objects = [...buildAccess(model), buildResource(input), ...(model.workload.kind === 'sidecar' ? [] : [buildServiceOfPods(model)])];
  return [{ path: `${model.environment}/operator/${model.name}.yaml`, content: renderObjects(source, objects) }];
};

function buildResource({ model, config: { config, comments } }: ConfiguredCollector): CommentedObject {
  const { workload } = model;
  const statefulset = workload.kind === 'statefulset';
  const sidecar = workload.kind === 'sidecar';
  const autoscaled = workload.maxReplicas > workload.replicas;
  const object = {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: buildMetadata(appOf(model)),
    spec: {
      mode: workload.kind,
      image: buildImage(workload),
      upgradeStrategy: 'none',
      ...(statefulset && !autoscaled && { replicas: workload.replicas }),
      ...(statefulset &&
        autoscaled && {
          autoscaler: {
            minReplicas: workload.replicas,
            maxReplicas: workload.maxReplicas,
            targetCPUUtilization: 65,
            metrics: [scalingMetrics[0]],
            behavior: scalingBehavior,
          },
        }),
      // The webhook refuses these for a sidecar: they are the pod's.
      ...(!sidecar && {
        serviceAccount: model.name,
        terminationGracePeriodSeconds: 60,
        ...(runsAsRoot(model)
          ? { tolerations: [{ operator: 'Exists' }] }
          : { podSecurityContext: { fsGroup: 10_001 }, topologySpreadConstraints: buildSpread(buildPodLabels(model)) }),
      }),
      resources: buildResources(model),
      securityContext: buildRights(model),
      ...(!sidecar && probeTimes),
      env: buildEnvironment(workload.variables),
      volumes: buildVolumes(model),
      volumeMounts: buildVolumeMounts(model),
      ...(statefulset && {
        volumeClaimTemplates: buildVolumeClaims(model),
        podDisruptionBudget: { maxUnavailable: 1 },
      }),
      podAnnotations: scrapeAnnotations,
      config,
    },
  };
  return {
    object,
    comments: [
      { path: ['spec', 'upgradeStrategy'], text: 'The version is the manifest’s: a config is rendered for it.' },
      ...comments.map(({ path, text }) => ({ path: ['spec', 'config', ...path], text })),
    ],
  };
}

/** The labels that the operator gives its pods. Those of the resource that have the same keys do not reach the pods. */
function buildPodLabels({ name, workload }: CollectorModel): Record<string, string> {
  return {
    'app.kubernetes.io/managed-by': 'opentelemetry-operator',
    'app.kubernetes.io/instance': `${workload.namespace}.${name}`.slice(0, 63),
  };
}

/** The Service that the other tiers know. The operator's own is called after its pods. */
function buildServiceOfPods(model: CollectorModel): CommentedObject {
  return buildCollectorService(model, {
    selector: buildPodLabels(model),
    comments: [{ path: ['spec', 'selector'], text: 'The labels that the operator gives its pods.' }],
  });
}
