import { expect, test } from 'vitest';
import { buildRoles, buildServiceAccount, mergeRules } from './access.ts';
import type { App } from './app.ts';

const app: App = { name: 'thing', instance: 'shop-thing', component: 'part', partOf: 'shop', version: '1.2.3', namespace: 'ops' };
const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

test('without rules there are no roles, and the pods get no token', () => {
  const none = { clusterRules: [], namespaceRules: [] };
  expect(buildRoles(app, none)).toEqual([]);
  expect(buildServiceAccount(app, none)).toHaveProperty('automountServiceAccountToken', false);
});

test('rules of the cluster are in an object that has the namespace in its name, and no namespace', () => {
  const [role, binding] = buildRoles(app, { clusterRules: [pods], namespaceRules: [] });
  expect(role).toMatchObject({ kind: 'ClusterRole', metadata: { name: 'ops-shop-thing' }, rules: [pods] });
  expect(role?.metadata).not.toHaveProperty('namespace');
  expect(binding).toMatchObject({
    kind: 'ClusterRoleBinding',
    roleRef: { kind: 'ClusterRole', name: 'ops-shop-thing' },
    subjects: [{ kind: 'ServiceAccount', name: 'shop-thing', namespace: 'ops' }],
  });
});

test('rules of the namespace are in an object of the namespace', () => {
  const objects = buildRoles(app, { clusterRules: [], namespaceRules: [pods] });
  expect(objects.map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace])).toEqual([
    ['Role', 'shop-thing', 'ops'],
    ['RoleBinding', 'shop-thing', 'ops'],
  ]);
});

test('rules with the same groups and verbs become one, and others stay apart', () => {
  const nodes = { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get'] };
  const writes = { apiGroups: [''], resources: ['pods'], verbs: ['update'] };
  expect(mergeRules([pods, nodes, writes])).toEqual([{ ...pods, resources: ['nodes', 'pods'] }, writes]);
});
