// What the first tier does with the data that it takes in, before anything is queued or sent on.
import type { Component } from '../../components/component.ts';
import { buildK8sAttributes } from '../../components/k8s-attributes.ts';
import { buildRedaction, buildTextRedaction } from '../../components/redaction.ts';
import { buildResourceDetection } from '../../components/resource-detection.ts';
import { buildResource } from '../../components/resource.ts';
import type { Signal } from '../../catalogue/component-kind.ts';
import type { EnvironmentInput } from '../environment-input.ts';

export interface ProcessingSettings {
  /** The Kubernetes API says which pod the data comes from. undefined: nobody asks it. */
  readonly kubernetes?: { readonly ownNodeOnly: boolean } | undefined;
  /** The process knows the host that the data comes from. */
  readonly host: boolean;
}

/** The processors of a signal, in any order. */
export function buildProcessing(input: EnvironmentInput, settings: ProcessingSettings): (signal: Signal) => readonly Component[] {
  const { manifest } = input;
  const always = [
    ...(settings.kubernetes === undefined ? [] : [buildK8sAttributes(settings.kubernetes)]),
    ...(settings.host ? [buildResourceDetection()] : []),
    buildResource({ cluster: input.cluster, environment: input.environmentName }),
  ];
  if (manifest.redaction.off !== undefined) return () => always;
  const redaction = buildRedaction(manifest.redaction);
  const texts = buildTextRedaction(manifest.redaction);
  return (signal) => [...always, redaction, ...(signal === 'traces' ? [texts] : [])];
}
