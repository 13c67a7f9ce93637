// An OpenTelemetryCollector for the operator, and what the operator does not make itself.
import { buildHeader, type Artefact } from '@plinth/artefact';
import type { CollectorModel } from '../model/collector-model.ts';
import { selfMetricsPort } from '../model/ports.ts';
import { buildCollectorConfig } from './collector-config.ts';
import { buildRbac, buildServiceAccount } from './kubernetes/access.ts';
import { scalingBehavior, scalingMetrics } from './kubernetes/availability.ts';
import { buildImage } from './kubernetes/image.ts';
import { buildMetadata, renderObjects, type CommentedObject } from './kubernetes/object.ts';
import {
  buildEnvironment,
  buildResources,
  buildSecurityContext,
  buildVolumeClaims,
  buildVolumeMounts,
  buildVolumes,
  probeTimes,
  runsAsRoot,
} from './kubernetes/pod.ts';
import { buildSpread } from './kubernetes/workload.ts';

export function renderOperator(model: CollectorModel, source: string): Artefact {
  const objects = [
    buildServiceAccount(model),
    ...buildRbac(model),
    buildResource(model),
    ...(model.workload.kind === 'sidecar' ? [] : [buildService(model)]),
  ];
  return { path: `${model.environment}/operator/${model.name}.yaml`, content: renderObjects(buildHeader(source), objects) };
}

function buildResource(model: CollectorModel): CommentedObject {
  const { config, comments } = buildCollectorConfig(model);
  const { workload } = model;
  const statefulset = workload.kind === 'statefulset';
  const sidecar = workload.kind === 'sidecar';
  const autoscaled = workload.maxReplicas > workload.replicas;
  const object = {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: buildMetadata(model),
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
      securityContext: buildSecurityContext(model),
      ...(!sidecar && probeTimes),
      env: buildEnvironment(model),
      volumes: buildVolumes(model),
      volumeMounts: buildVolumeMounts(model),
      ...(statefulset && {
        volumeClaimTemplates: buildVolumeClaims(model),
        podDisruptionBudget: { maxUnavailable: 1 },
      }),
      podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(selfMetricsPort) },
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

/** What the operator labels its pods with; the labels of the resource that have the same keys do not reach them. */
function buildPodLabels({ name, workload }: CollectorModel): Record<string, string> {
  return {
    'app.kubernetes.io/managed-by': 'opentelemetry-operator',
    'app.kubernetes.io/instance': `${workload.namespace}.${name}`.slice(0, 63),
  };
}

/** The operator's own is called after its pods; the other tiers know this one. */
function buildService(model: CollectorModel): CommentedObject {
  const { workload } = model;
  const daemonset = workload.kind === 'daemonset';
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: buildMetadata(model),
      spec: {
        ...(daemonset ? { internalTrafficPolicy: 'Local' } : { clusterIP: 'None' }),
        selector: buildPodLabels(model),
        ports: workload.ports.filter(({ name }) => name.startsWith('otlp')).map(({ name, port }) => ({ name, port, targetPort: port })),
      },
    },
    comments: [{ path: ['spec', 'selector'], text: 'The labels that the operator gives its pods.' }],
  };
}
