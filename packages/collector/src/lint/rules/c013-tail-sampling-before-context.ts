import { findIndex, readAssociation } from '../facts/component-traits.ts';
import type { Rule } from '../rule.ts';

export const tailSamplingBeforeContext: Rule = {
  id: 'C013',
  title: 'tail_sampling before k8s_attributes',
  severity: 'error',
  why: 'tail_sampling sends on spans that it has kept for seconds, without the connection they came by: k8s_attributes finds no pod for any of them.',
  remedy: 'Put k8s_attributes before tail_sampling.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/23870',
  check: ({ graph }) =>
    graph.pipelines.flatMap(({ id, processors }) => {
      const sampling = findIndex(processors, ['tail_sampling']);
      const use = processors.slice(sampling + 1).find(({ type }) => type === 'k8s_attributes');
      if (sampling === -1 || use === undefined) return [];
      const association = readAssociation(use.component);
      if (association === 'not') return [];
      return [
        {
          path: use.path,
          severity: association === 'only' ? ('error' as const) : ('warning' as const),
          message: `pipeline "${id}" runs "${use.id}" after tail_sampling, where the connection is gone`,
        },
      ];
    }),
};
