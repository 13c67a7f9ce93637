import { moveToFront } from '../facts/component-traits.ts';
import type { Rule } from '../rule.ts';

export const memoryLimiterOrder: Rule = {
  id: 'C006',
  title: 'memory_limiter is not first',
  severity: 'error',
  why: 'The processors before it have already taken the data: it can refuse nothing to the sender any more, and what stands before it keeps growing.',
  remedy: 'Put memory_limiter first in the list.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/processor/README.md',
  check: (input) =>
    input.graph.pipelines.flatMap(({ id, processors }) => {
      const index = processors.findIndex(({ type }) => type === 'memory_limiter');
      const use = processors[index];
      if (use === undefined || index === 0) return [];
      return [
        {
          path: use.path,
          message: `pipeline "${id}" runs ${processors
            .slice(0, index)
            .map((before) => before.id)
            .join(', ')} before memory_limiter`,
          fixes: moveToFront(input, processors, index),
        },
      ];
    }),
};
