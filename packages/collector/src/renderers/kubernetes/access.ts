// Who the Collector is, what it may ask the Kubernetes API, and who may connect to it.
import type { CollectorModel, RbacRule } from '../../model/collector-model.ts';
import { selfMetricsPort } from '../../model/ports.ts';
import { buildLabels, buildMetadata, buildSelector, type CommentedObject } from './object.ts';
import { needsApi } from './workload.ts';

export function buildServiceAccount(model: CollectorModel): CommentedObject {
  return {
    object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: buildMetadata(model), automountServiceAccountToken: needsApi(model) },
  };
}

export function buildRbac(model: CollectorModel): readonly CommentedObject[] {
  const { clusterRules, namespaceRules, namespace } = model.workload;
  const subjects = [{ kind: 'ServiceAccount', name: model.name, namespace }];
  const roleRef = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });
  const clusterName = nameClusterWide(model);
  const cluster = { name: clusterName, labels: buildLabels(model) };
  const found: CommentedObject[] = [];
  if (clusterRules.length > 0)
    found.push(
      { object: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: cluster, rules: mergeRules(clusterRules) } },
      {
        object: {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: cluster,
          roleRef: roleRef('ClusterRole', clusterName),
          subjects,
        },
      },
    );
  if (namespaceRules.length > 0)
    found.push(
      { object: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: buildMetadata(model), rules: namespaceRules } },
      {
        object: {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: buildMetadata(model),
          roleRef: roleRef('Role', model.name),
          subjects,
        },
      },
    );
  return found;
}

/** Of what belongs to no namespace: two environments may share a cluster. */
export function nameClusterWide({ name, workload }: CollectorModel): string {
  return `${workload.namespace}-${name}`;
}

/** One rule for the same groups and verbs. */
export function mergeRules(rules: readonly RbacRule[]): readonly RbacRule[] {
  const merged = new Map<string, RbacRule>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.apiGroups, rule.verbs]);
    const before = merged.get(key)?.resources ?? [];
    merged.set(key, { ...rule, resources: [...new Set([...before, ...rule.resources])].toSorted() });
  }
  return [...merged.values()];
}

/** The tiers that read the own metrics of others. */
export const scrapers = ['agent', 'gateway'] as const;

/** Pods of these tiers, as a network policy names them. */
export function selectTiers({ partOf }: CollectorModel, tiers: readonly string[]): Record<string, unknown> {
  return {
    podSelector: {
      matchLabels: { 'app.kubernetes.io/part-of': partOf },
      matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'In', values: tiers }],
    },
  };
}

export function buildNetworkPolicy(model: CollectorModel): CommentedObject {
  const { workload } = model;
  const portsOf = (prefix: string) =>
    workload.ports.filter(({ name }) => name.startsWith(prefix)).map(({ port }) => ({ port, protocol: 'TCP' }));
  const data = portsOf('otlp');
  const scraped = portsOf('prometheus');
  return {
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: buildMetadata(model),
      spec: {
        podSelector: { matchLabels: buildSelector(model) },
        policyTypes: ['Ingress'],
        ingress: [
          { from: workload.clients.length === 0 ? [{ namespaceSelector: {} }] : [selectTiers(model, workload.clients)], ports: data },
          { from: [selectTiers(model, scrapers)], ports: [{ port: selfMetricsPort, protocol: 'TCP' }] },
          ...(scraped.length === 0 ? [] : [{ from: [{ namespaceSelector: {} }], ports: scraped }]),
        ],
      },
    },
    comments: [
      {
        path: ['spec', 'ingress', 0],
        text:
          workload.clients.length === 0
            ? 'Services of every namespace send here.'
            : `Only ${workload.clients.join(' and ')}: nothing comes in that was not redacted.`,
      },
    ],
  };
}
