// What the first Collector does with what it takes in, before it goes anywhere.
import type { Component } from '../components/component.ts';
import { buildK8sAttributes } from '../components/k8s-attributes.ts';
import { buildRedaction, buildTextRedaction } from '../components/redaction.ts';
import { buildResourceDetection } from '../components/resource-detection.ts';
import { buildResource } from '../components/resource.ts';
import type { Signal } from '../catalogue/component-kind.ts';
import type { EnvironmentInput } from './environment-input.ts';

export interface ProcessingSettings {
  /** Pods are known by the Kubernetes API. */
  readonly kubernetes?: { readonly ownNodeOnly: boolean } | undefined;
  readonly host: boolean;
}

export function buildProcessing(input: EnvironmentInput, settings: ProcessingSettings): (signal: Signal) => readonly Component[] {
  const { manifest, environment, cluster } = input;
  const always = [
    ...(settings.kubernetes === undefined ? [] : [buildK8sAttributes(settings.kubernetes)]),
    ...(settings.host ? [buildResourceDetection()] : []),
    buildResource({ cluster, environment: environment.production ? 'production' : input.name }),
  ];
  if (manifest.redaction.off !== undefined) return () => always;
  const redaction = buildRedaction(manifest.redaction);
  const texts = buildTextRedaction(manifest.redaction);
  return (signal) => [...always, redaction, ...(signal === 'traces' ? [texts] : [])];
}
