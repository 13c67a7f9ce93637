// What a service account may do, as far as the roles in the files say it.
import type { Path } from '@plinth/findings';
import type { SourceObject } from '../../source/kubernetes-objects.ts';
import type { SourceDocument } from '../../source/source-document.ts';
import { asList, getAt } from '../../source/value-path.ts';

/** A rule of a role that is bound to a service account, with its place. */
export interface GrantedRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly document: SourceDocument;
  readonly path: Path;
}

/** The rules of every role that is bound to a service account. undefined: the files have no binding, or not every role. */
export function findGrantedRules(objects: readonly SourceObject[], account: string): GrantedRule[] | undefined {
  const bindings = objects.filter(
    ({ kind, value }) =>
      (kind === 'ClusterRoleBinding' || kind === 'RoleBinding') &&
      asList(value['subjects']).some((subject) => getAt(subject, 'name') === account),
  );
  if (bindings.length === 0) return undefined;
  const rules: GrantedRule[] = [];
  for (const { value } of bindings) {
    const role = objects.find(({ kind, name }) => kind === getAt(value, 'roleRef', 'kind') && name === getAt(value, 'roleRef', 'name'));
    if (role === undefined) return undefined;
    rules.push(...readRules(role));
  }
  return rules;
}

function readRules({ document, value }: SourceObject): GrantedRule[] {
  return asList(value['rules']).map((rule, index) => {
    const read = (key: string): string[] => asList(getAt(rule, key)).map(String);
    return { apiGroups: read('apiGroups'), resources: read('resources'), verbs: read('verbs'), document, path: ['rules', index] };
  });
}

/** Whether one of the rules allows the verb. A star allows everything. */
export function isAllowed(rules: readonly GrantedRule[], group: string, resource: string, verb: string): boolean {
  const has = (list: readonly string[], wanted: string): boolean => list.includes(wanted) || list.includes('*');
  return rules.some(({ apiGroups, resources, verbs }) => has(apiGroups, group) && has(resources, resource) && has(verbs, verb));
}
