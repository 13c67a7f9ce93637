import { isAllowed, type GrantedRule } from '../facts/kubernetes/access.ts';
import { isUsed, type ConfiguredComponent } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, asString, getAt } from '../source/value-path.ts';

type Need = readonly [group: string, resource: string, verbs: readonly string[]];

const watch = ['get', 'list', 'watch'];

function readNeeds({ type, config }: ConfiguredComponent): readonly Need[] {
  if (type === 'k8s_attributes')
    return config['passthrough'] === true
      ? []
      : [
          ['', 'pods', watch],
          ['', 'namespaces', watch],
        ];
  if (type === 'kubelet_stats') return config['auth_type'] === 'serviceAccount' ? [['', 'nodes/stats', ['get']]] : [];
  if (type === 'k8s_cluster')
    return [
      ['', 'pods', watch],
      ['', 'nodes', watch],
      ['', 'namespaces', watch],
    ];
  if (type === 'k8s_objects' || type === 'k8sobjects') {
    return asList(config['objects']).flatMap((object): Need[] => {
      const name = asString(getAt(object, 'name'));
      if (name === undefined) return [];
      return [[asString(getAt(object, 'group')) ?? '', name, getAt(object, 'mode') === 'watch' ? ['list', 'watch'] : ['list']]];
    });
  }
  return [];
}

function findMissing(rules: readonly GrantedRule[], [group, resource, verbs]: Need): string[] {
  return verbs
    .filter(
      (verb) =>
        ![group, ...(group === '' && resource === 'events' ? ['events.k8s.io'] : [])].some((one) => isAllowed(rules, one, resource, verb)),
    )
    .map((verb) => `${verb} ${resource}`);
}

export const rbac: Rule = {
  id: 'C051',
  title: 'rights of the service account do not fit the components',
  severity: 'error',
  why: "What may not be watched stays empty: attributes or metrics are missing, and only the Collector's log says why. A rule for everything gives whoever takes over the pod the cluster.",
  remedy: "Allow what the component's README lists, and nothing else.",
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/k8sattributesprocessor/README.md',
  check: ({ graph, deployment }) => {
    const rules = deployment?.rbac;
    if (rules === undefined) return [];
    return [
      ...graph.components.flatMap((component): Place[] => {
        if (!isUsed(graph, component)) return [];
        const missing = readNeeds(component).flatMap((need) => findMissing(rules, need));
        return missing.length === 0 ? [] : [{ path: component.path, message: `the service account may not ${missing.join(', ')}` }];
      }),
      ...rules
        .filter(({ resources, verbs }) => resources.includes('*') && verbs.includes('*'))
        .map(({ document, path }): Place => ({ document, path, severity: 'warning', message: 'the service account may do everything' })),
    ];
  },
};
