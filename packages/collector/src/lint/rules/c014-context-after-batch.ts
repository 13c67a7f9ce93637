import { findIndex, readAssociation } from '../facts/component-traits.ts';
import type { Rule } from '../rule.ts';

export const contextAfterBatch: Rule = {
  id: 'C014',
  title: 'k8s_attributes after a step that joins requests',
  severity: 'warning',
  why: 'A batch joins what came by many connections: the address by which k8s_attributes finds the pod is gone.',
  remedy: 'Put k8s_attributes before batch, queue_batch and groupbyattrs.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/processor/README.md',
  check: ({ graph }) =>
    graph.pipelines.flatMap(({ id, processors }) => {
      const joining = findIndex(processors, ['batch', 'queue_batch', 'groupbyattrs', 'groupbytrace']);
      const use = processors.slice(joining + 1).find(({ type }) => type === 'k8s_attributes');
      if (joining === -1 || use === undefined || readAssociation(use.component) === 'not') return [];
      return [{ path: use.path, message: `pipeline "${id}" runs "${use.id}" after "${processors[joining]?.id ?? ''}"` }];
    }),
};
