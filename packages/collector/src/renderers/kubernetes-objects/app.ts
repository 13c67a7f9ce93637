// The labels and the names that the objects of one application have in common.
import type { Metadata } from './object.ts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export interface App {
  /** What runs there: `opentelemetry-collector`. */
  readonly name: string;
  /** The name of the objects. */
  readonly instance: string;
  /** The part that the application has in the whole: `gateway`. */
  readonly component: string;
  readonly partOf: string;
  readonly version: string;
  readonly namespace: string;
}

/** The labels that never change. The selector of a workload cannot be changed. */
export function buildSelector({ name, instance, component }: App): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': instance, 'app.kubernetes.io/component': component };
}

export function buildLabels(app: App): Readonly<Record<string, string>> {
  return { ...buildSelector(app), 'app.kubernetes.io/part-of': app.partOf, 'app.kubernetes.io/version': app.version };
}

/** @param name Default: that of the application. */
export function buildMetadata(app: App, name = app.instance): Metadata {
  return { name, namespace: app.namespace, labels: buildLabels(app) };
}

/** The name of an object that belongs to no namespace. Two environments may share a cluster, so the namespace is part of the name. */
export function nameClusterWide({ instance, namespace }: App): string {
  return `${namespace}-${instance}`;
}
