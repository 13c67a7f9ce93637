import { findUsed } from '../pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { getAt, isMapping } from '../value-path.ts';

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
      return missing.length === 0 ? [] : [{ path, message: `"${id}" has no ${missing.join(' and no ')} of its own` }];
    }),
};
