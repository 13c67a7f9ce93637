import { findExporterTraits } from '../../backends/backends.ts';
import { hasQueue } from '../facts/component-traits.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const queueOrRetryOff: Rule = {
  id: 'C025',
  title: 'exporter without retry or queue',
  severity: 'error',
  why: 'Without retry every short fault of the network or the backend loses data. Without a queue each request waits for the backend, and the receiver stops when it is slow.',
  remedy: 'Leave retry_on_failure and sending_queue on, as they are by default.',
  source: 'https://opentelemetry.io/docs/collector/resiliency/',
  check: ({ graph }) =>
    graph.components
      .filter((component) => hasQueue(component) && isUsed(graph, component))
      .flatMap(({ id, type, config, path }): Place[] => {
        const places: Place[] = [];
        const retry = findExporterTraits(type).retryKey ?? 'retry_on_failure';
        if (getAt(config, retry, 'enabled') === false)
          places.push({ path: [...path, retry, 'enabled'], message: `"${id}" does not retry` });
        if (getAt(config, 'sending_queue', 'enabled') === false) {
          // With retry on, the sender waits. Some users choose that.
          places.push({
            path: [...path, 'sending_queue', 'enabled'],
            severity: places.length > 0 ? 'error' : 'warning',
            message: `"${id}" has no queue`,
          });
        }
        return places;
      }),
};
