import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { getAt, isMapping } from '../source/value-path.ts';

export const loadBalancingResilience: Rule = {
  id: 'C017',
  title: 'load_balancing without its own queue and retry',
  severity: 'warning',
  why: 'Its own queue and retry are off by default. When a backend goes away, what was meant for it is not routed to another one, but lost.',
  remedy:
    'Set retry_on_failure.enabled and sending_queue.enabled on the load_balancing exporter itself; keep those of protocol.otlp small.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/loadbalancingexporter/README.md',
  check: ({ graph }) =>
    findUsed(graph, 'exporter', 'load_balancing').flatMap(({ id, config, path }) => {
      const missing = ['retry_on_failure', 'sending_queue'].filter(
        (key) => !isMapping(config[key]) || getAt(config, key, 'enabled') === false,
      );
      if (missing.length > 0) return [{ path, message: `"${id}" has no ${missing.join(' and no ')} of its own` }];
      // The inner queue takes data off the disk, and it belongs to one backend alone.
      const inner = getAt(config, 'protocol', 'otlp', 'sending_queue', 'enabled');
      if (getAt(config, 'sending_queue', 'storage') === undefined || inner === false || typeof inner === 'string') return [];
      const message = `"${id}" hands from its queue on disk to one in memory: protocol.otlp.sending_queue is on`;
      return [{ path: [...path, 'protocol', 'otlp'], severity: 'info' as const, message }];
    }),
};
