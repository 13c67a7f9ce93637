// How the pods of an application are found.
import { buildMetadata, type App } from './app.ts';
import type { KubernetesObject } from './object.ts';

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  /** The port of the pod, or its name. */
  readonly targetPort: number | string;
}

export interface ServiceSettings {
  /** `headless` gives the address of each pod. `own_node` leads to the pod of the caller's node. */
  readonly reach: 'headless' | 'own_node';
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
}

export function buildService(app: App, { reach, selector, ports }: ServiceSettings): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: buildMetadata(app),
    spec: { ...(reach === 'headless' ? { clusterIP: 'None' } : { internalTrafficPolicy: 'Local' }), selector, ports },
  };
}
