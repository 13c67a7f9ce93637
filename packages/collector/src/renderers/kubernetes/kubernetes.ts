// Plain Kubernetes manifests of one Collector.
import type { CollectorModel } from '../../model/collector-model.ts';
import { buildMetadata } from '../kubernetes-objects/app.ts';
import type { CommentedObject } from '../kubernetes-objects/object.ts';
import { buildDisruptionBudget } from '../kubernetes-objects/replicas.ts';
import { renderConfigText } from '../raw.ts';
import type { CollectorRenderer } from '../renderer.ts';
import { buildAccess, buildCollectorPolicy } from './access.ts';
import { appOf } from './app.ts';
import { buildCollectorAutoscaler, buildCollectorService } from './availability.ts';
import { buildContainer, buildVolumes } from './pod.ts';
import { renderObjects } from './render-objects.ts';
import { buildConfigMap, buildWorkload, configVolume } from './workload.ts';

export const renderKubernetes: CollectorRenderer = (input) => {
  const { model, source } = input;
  const text = renderConfigText(input);
  const objects = model.workload.kind === 'sidecar' ? buildSidecar(model, text) : buildObjects(model, text);
  return [{ path: `${model.environment}/kubernetes/${model.name}.yaml`, content: renderObjects(source, objects) }];
};

function buildObjects(model: CollectorModel, configText: string): readonly CommentedObject[] {
  const { kind, replicas, maxReplicas } = model.workload;
  return [
    ...buildAccess(model),
    buildConfigMap(model, configText),
    buildCollectorService(model),
    buildWorkload(model, configText),
    buildCollectorPolicy(model),
    ...(kind === 'statefulset' && replicas > 1 ? [{ object: buildDisruptionBudget(appOf(model)) }] : []),
    ...(kind === 'statefulset' && maxReplicas > replicas ? [buildCollectorAutoscaler(model)] : []),
  ];
}

/** A sidecar lives in other people's pods. Its objects are its config, and a patch for the template of these pods. */
function buildSidecar(model: CollectorModel, configText: string): readonly CommentedObject[] {
  const patch = {
    spec: {
      template: {
        spec: {
          initContainers: [{ ...buildContainer(model), restartPolicy: 'Always' }],
          volumes: [configVolume(model), ...buildVolumes(model)],
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
        metadata: buildMetadata(appOf(model), `${model.name}-patch`),
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
