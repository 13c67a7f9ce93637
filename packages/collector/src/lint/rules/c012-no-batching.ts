import { isSignal } from '../../catalogue/component-kind.ts';
import { findExporterTraits } from '../../backends/backends.ts';
import { compareVersions } from '../../catalogue/version.ts';
import { batchesItself, batchProcessors, hasQueue } from '../facts/component-traits.ts';
import { findUpstream } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

/** Receivers whose senders decide how much they send at once. A scrape is large by itself. */
const pushed = ['otlp', 'jaeger', 'zipkin', 'file_log', 'syslog', 'tcp_log', 'udp_log', 'fluent_forward', 'statsd'];

export const noBatching: Rule = {
  id: 'C012',
  title: 'no batches',
  severity: 'warning',
  why: 'Every request that comes in becomes one that goes out: with many small senders the backend and the network pay for thousands of tiny requests.',
  remedy: 'Give the exporter sending_queue with sizer: items and batch: {min_size: 8192, flush_timeout: 200ms}.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/exporter/exporterhelper/README.md',
  check: ({ graph, version, complete }) => {
    // From this version on the exporters batch by default.
    if (!complete || compareVersions(version, '0.166.0') >= 0) return [];
    return graph.pipelines.flatMap((pipeline) => {
      if (!isSignal(pipeline.signal)) return [];
      const line = [pipeline, ...findUpstream(graph, pipeline)];
      if (line.some(({ processors }) => processors.some(({ type }) => batchProcessors.includes(type)))) return [];
      if (!pipeline.receivers.some(({ type }) => pushed.includes(type))) return [];
      return pipeline.exporters
        .filter(
          ({ component, type }) => hasQueue(component) && findExporterTraits(type).batchesInQueueOnly === true && !batchesItself(component),
        )
        .map(({ id, path }) => ({ path, message: `nothing batches between pipeline "${pipeline.id}" and exporter "${id}"` }));
    });
  },
};
