import type { Place, Rule } from '../rule.ts';
import { asList, getAt, isMapping } from '../source/value-path.ts';

function isSet(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : isMapping(value)
      ? Object.keys(value).length > 0
      : value !== undefined && value !== null && value !== '';
}

export const operatorMode: Rule = {
  id: 'C067',
  title: 'field that does not go with the mode',
  severity: 'error',
  why: "The Operator's webhook refuses the resource: it is never applied, and what runs is the version before.",
  remedy: 'Change spec.mode, or remove the field.',
  source: 'https://github.com/open-telemetry/opentelemetry-operator/blob/main/apis/v1beta1/collector_webhook.go',
  check: ({ deployment }) => {
    if (deployment?.origin !== 'operator') return [];
    const { spec, mode, document } = deployment;
    const places: Place[] = [];
    const add = (key: string, message: string): void => void places.push({ document, path: ['spec', key], message });
    if (mode === 'sidecar') {
      for (const key of ['tolerations', 'affinity', 'priorityClassName', 'additionalContainers']) {
        if (isSet(spec[key])) add(key, `${key} cannot be used in mode sidecar: the pod is not the Operator's`);
      }
    }
    if (mode !== 'statefulset' && asList(spec['volumeClaimTemplates']).length > 0)
      add('volumeClaimTemplates', `volumeClaimTemplates need mode statefulset, not ${mode ?? ''}`);
    if (getAt(spec, 'targetAllocator', 'enabled') === true && mode !== 'statefulset' && mode !== 'daemonset')
      add('targetAllocator', `the target allocator needs mode statefulset or daemonset, not ${mode ?? ''}`);
    const autoscaler = spec['autoscaler'];
    if (isMapping(autoscaler) && autoscaler['minReplicas'] !== undefined && autoscaler['maxReplicas'] === undefined)
      add('autoscaler', 'autoscaler has minReplicas and no maxReplicas');
    return places;
  },
};
