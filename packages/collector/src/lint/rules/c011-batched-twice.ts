import { batchesItself } from '../facts/component-traits.ts';
import type { Rule } from '../rule.ts';

export const batchedTwice: Rule = {
  id: 'C011',
  title: 'batched twice',
  severity: 'warning',
  why: 'Items wait in the batch processor and again in the exporter: more delay and more memory for the same batches, and the first wait is not covered by the queue.',
  remedy: 'Remove the batch processor and keep the batch of the exporter.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/pull/15965',
  check: ({ graph }) =>
    graph.pipelines.flatMap(({ id, processors, exporters }) => {
      const batch = processors.find(({ type }) => type === 'batch' || type === 'queue_batch');
      const twice = exporters.filter(({ component }) => batchesItself(component));
      if (batch === undefined || twice.length === 0 || (batch.type === 'queue_batch' && exporters.length > 1)) return [];
      return [
        {
          path: batch.path,
          message: `pipeline "${id}" batches in "${batch.id}" and again in ${twice.map((use) => `"${use.id}"`).join(', ')}`,
        },
      ];
    }),
};
