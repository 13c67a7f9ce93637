import type { Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const persistentSubQueue: Rule = {
  id: 'C018',
  title: 'persistent queue inside load_balancing',
  severity: 'error',
  why: "All exporters under it would share one storage, which is not supported: they overwrite each other's queue.",
  remedy: 'Move storage to the sending_queue of the load_balancing exporter itself.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/loadbalancingexporter/README.md',
  check: ({ graph }) =>
    graph.components
      .filter(
        ({ kind, type, config }) =>
          kind === 'exporter' && type === 'load_balancing' && getAt(config, 'protocol', 'otlp', 'sending_queue', 'storage') !== undefined,
      )
      .map(({ path }) => ({
        path: [...path, 'protocol', 'otlp', 'sending_queue', 'storage'],
        message: 'protocol.otlp.sending_queue cannot have a storage',
      })),
};
