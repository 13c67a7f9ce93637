import type { Rule } from '../rule.ts';
import { asNumber, getAt } from '../source/value-path.ts';

export const remoteWriteOrder: Rule = {
  id: 'C032',
  title: 'prometheus_remote_write with several consumers',
  severity: 'warning',
  why: 'Consumers overtake each other, so samples of a series arrive out of order; Prometheus drops them unless an out-of-order window is set.',
  remedy: 'Set remote_write_queue.num_consumers: 1, or give the backend tsdb.out_of_order_time_window.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/prometheusremotewriteexporter/README.md',
  check: ({ graph }) =>
    graph.components
      .filter(
        ({ kind, type, config }) =>
          kind === 'exporter' &&
          type === 'prometheus_remote_write' &&
          (asNumber(getAt(config, 'remote_write_queue', 'num_consumers')) ?? 1) > 1,
      )
      .map(({ path, config }) => ({
        path: [...path, 'remote_write_queue', 'num_consumers'],
        message: `${String(getAt(config, 'remote_write_queue', 'num_consumers'))} consumers send samples out of order`,
      })),
};
