// Plain Kubernetes manifests of one Collector.
import { buildHeader, type Artefact } from '@plinth/artefact';
import type { CollectorModel } from '../../model/collector-model.ts';
import { renderConfigText } from '../raw.ts';
import { buildNetworkPolicy, buildRbac, buildServiceAccount } from './access.ts';
import { buildAutoscaler, buildDisruptionBudget, buildService } from './availability.ts';
import { buildMetadata, renderObjects, type CommentedObject } from './object.ts';
import { buildContainer, buildVolumes } from './pod.ts';
import { buildConfigMap, buildWorkload } from './workload.ts';

export function renderKubernetes(model: CollectorModel, source: string): Artefact {
  const text = renderConfigText(model, source);
  const objects = model.workload.kind === 'sidecar' ? buildSidecar(model, text) : buildObjects(model, text);
  return { path: `${model.environment}/kubernetes/${model.name}.yaml`, content: renderObjects(buildHeader(source), objects) };
}

function buildObjects(model: CollectorModel, configText: string): readonly CommentedObject[] {
  const { kind, replicas, maxReplicas } = model.workload;
  return [
    buildServiceAccount(model),
    ...buildRbac(model),
    buildConfigMap(model, configText),
    buildService(model),
    buildWorkload(model, configText),
    buildNetworkPolicy(model),
    ...(kind === 'statefulset' && replicas > 1 ? [buildDisruptionBudget(model)] : []),
    ...(kind === 'statefulset' && maxReplicas > replicas ? [buildAutoscaler(model)] : []),
  ];
}

/** A sidecar lives in other people's pods: its config, and what their pod template gets. */
function buildSidecar(model: CollectorModel, configText: string): readonly CommentedObject[] {
  const patch = {
    spec: {
      template: {
        spec: {
          initContainers: [{ ...buildContainer(model), restartPolicy: 'Always' }],
          volumes: [{ name: 'config', configMap: { name: `${model.name}-config` } }, ...buildVolumes(model)],
        },
      },
    },
  };
  return [
    buildConfigMap(model, configText),
    {
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: buildMetadata(model, `${model.name}-patch`),
        data: { 'patch.json': `${JSON.stringify(patch, undefined, 2)}\n` },
      },
      comments: [
        {
          path: ['data', 'patch.json'],
          text: 'For kubectl patch or kustomize: as an init container that stays, it starts before the service and ends after it.',
        },
      ],
    },
  ];
}
