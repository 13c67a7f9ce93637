// Who a workload is for the Kubernetes API, and what it may ask there.
import { buildLabels, buildMetadata, nameClusterWide, type App } from './app.ts';
import type { KubernetesObject, Metadata } from './object.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/ */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface AccessRules {
  readonly clusterRules: readonly PolicyRule[];
  /** These hold in the namespace of the workload alone. */
  readonly namespaceRules: readonly PolicyRule[];
}

/** Whether a workload asks the Kubernetes API at all. */
export function needsApi({ clusterRules, namespaceRules }: AccessRules): boolean {
  return clusterRules.length + namespaceRules.length > 0;
}

/** The token of the account is in the pods only where they ask the Kubernetes API. */
export function buildServiceAccount(app: App, rules: AccessRules): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: buildMetadata(app), automountServiceAccountToken: needsApi(rules) };
}

const group = 'rbac.authorization.k8s.io';

/** Roles and their bindings to the account. Without rules there are none. */
export function buildRoles(app: App, { clusterRules, namespaceRules }: AccessRules): readonly KubernetesObject[] {
  const bind = (kind: string, metadata: Metadata, rules: readonly PolicyRule[]): readonly KubernetesObject[] => [
    { apiVersion: `${group}/v1`, kind, metadata, rules },
    {
      apiVersion: `${group}/v1`,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: group, kind, name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: app.instance, namespace: app.namespace }],
    },
  ];
  return [
    ...(clusterRules.length > 0
      ? bind('ClusterRole', { name: nameClusterWide(app), labels: buildLabels(app) }, mergeRules(clusterRules))
      : []),
    ...(namespaceRules.length > 0 ? bind('Role', buildMetadata(app), namespaceRules) : []),
  ];
}

/** One rule has all the resources of the same groups and verbs. */
export function mergeRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const merged = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.apiGroups, rule.verbs]);
    const before = merged.get(key)?.resources ?? [];
    merged.set(key, { ...rule, resources: [...new Set([...before, ...rule.resources])].toSorted() });
  }
  return [...merged.values()];
}
