// Kubernetes objects as data, and the names that they share.
import { renderYaml, renderYamlStream, type YamlComment } from '@plinth/artefact';
import type { CollectorModel } from '../../model/collector-model.ts';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [key: string]: unknown;
}

export interface CommentedObject {
  readonly object: KubernetesObject;
  readonly comments?: readonly YamlComment[];
}

export function renderObjects(header: string, objects: readonly CommentedObject[]): string {
  return renderYamlStream(
    objects.map(({ object, comments = [] }, index) => renderYaml(object, { comments, ...(index === 0 && { header }) })),
  );
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function buildLabels(model: CollectorModel): Record<string, string> {
  return {
    ...buildSelector(model),
    'app.kubernetes.io/part-of': model.partOf,
    'app.kubernetes.io/version': model.workload.collectorVersion,
  };
}

/** What never changes: the selector of a workload cannot. */
export function buildSelector({ name, tier }: CollectorModel): Record<string, string> {
  return { 'app.kubernetes.io/name': 'opentelemetry-collector', 'app.kubernetes.io/instance': name, 'app.kubernetes.io/component': tier };
}

export function buildMetadata(model: CollectorModel, name = model.name): KubernetesObject['metadata'] {
  return { name, namespace: model.workload.namespace, labels: buildLabels(model) };
}
