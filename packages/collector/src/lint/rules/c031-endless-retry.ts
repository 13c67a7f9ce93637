import { hasQueue } from '../facts/component-traits.ts';
import { parseGoDuration } from '../facts/go-duration.ts';
import type { Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const endlessRetry: Rule = {
  id: 'C031',
  title: 'retry for ever with a queue in memory',
  severity: 'warning',
  why: 'max_elapsed_time: 0 never gives up. One batch that the backend can never accept holds a consumer for ever, and a restart loses the queue anyway.',
  remedy: 'Set max_elapsed_time to the outage you want to survive, or give the queue a storage.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/exporter/exporterhelper/README.md',
  check: ({ graph }) =>
    graph.components
      .filter((component) => hasQueue(component))
      .filter(
        ({ config }) =>
          parseGoDuration(getAt(config, 'retry_on_failure', 'max_elapsed_time')) === 0 &&
          getAt(config, 'sending_queue', 'storage') === undefined,
      )
      .map(({ id, path }) => ({
        path: [...path, 'retry_on_failure', 'max_elapsed_time'],
        message: `"${id}" retries for ever from memory`,
      })),
};
