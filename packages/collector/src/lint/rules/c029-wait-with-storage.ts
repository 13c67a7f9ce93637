import type { Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const waitWithStorage: Rule = {
  id: 'C029',
  title: 'wait_for_result with storage',
  severity: 'error',
  why: 'A queue on disk has answered before the backend has: both together are refused at start.',
  remedy: 'Keep one: storage to survive a restart, wait_for_result to make the sender wait.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/exporter/exporterhelper/README.md',
  check: ({ graph }) =>
    graph.components
      .filter(
        ({ config }) =>
          getAt(config, 'sending_queue', 'wait_for_result') === true && typeof getAt(config, 'sending_queue', 'storage') === 'string',
      )
      .map(({ path }) => ({ path: [...path, 'sending_queue', 'wait_for_result'], message: 'wait_for_result cannot be used with storage' })),
};
