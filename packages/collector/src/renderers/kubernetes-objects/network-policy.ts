// Who may connect to the pods of an application.
import { buildMetadata, buildSelector, type App } from './app.ts';
import type { KubernetesObject } from './object.ts';

export type PolicyPeer = Readonly<Record<string, unknown>>;

/** The pods of every namespace. */
export const anybody: PolicyPeer = { namespaceSelector: {} };

/** The pods in the same namespace that are these components of one whole. */
export function selectComponents(partOf: string, components: readonly string[]): PolicyPeer {
  return {
    podSelector: {
      matchLabels: { 'app.kubernetes.io/part-of': partOf },
      matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'In', values: components }],
    },
  };
}

export interface Ingress {
  readonly from: PolicyPeer;
  /** TCP ports of the pods. */
  readonly ports: readonly number[];
}

/** Nothing else comes in. What goes out is not limited. */
export function buildNetworkPolicy(app: App, ingress: readonly Ingress[]): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: buildMetadata(app),
    spec: {
      podSelector: { matchLabels: buildSelector(app) },
      policyTypes: ['Ingress'],
      ingress: ingress.map(({ from, ports }) => ({ from: [from], ports: ports.map((port) => ({ port, protocol: 'TCP' })) })),
    },
  };
}
