import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { getAt, isMapping } from '../source/value-path.ts';

export const spanMetricsUnit: Rule = {
  id: 'C022',
  title: 'span_metrics without a unit',
  severity: 'warning',
  why: 'The default is ms today and becomes s by a feature gate: an upgrade renames the metric and shifts its buckets by a thousand, and dashboards and alerts go blank.',
  remedy: 'Write histogram.unit: s for new pipelines (the unit of the semantic conventions). The fix writes ms, which is what runs now.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/connector/spanmetricsconnector/README.md',
  check: ({ graph, config }) =>
    findUsed(graph, 'connector', 'span_metrics')
      .filter(
        (connector) =>
          getAt(connector.config, 'histogram', 'unit') === undefined && getAt(connector.config, 'histogram', 'disable') !== true,
      )
      .map((connector) => {
        const histogram = [...connector.path, 'histogram'];
        const fix = isMapping(connector.config['histogram'])
          ? config.addKey(histogram, 'unit', 'ms')
          : config.addKey(connector.path, 'histogram', '{unit: ms}');
        return {
          path: connector.path,
          message: `"${connector.id}" does not say the unit of its histogram`,
          fixes: 'histogram' in connector.config && !isMapping(connector.config['histogram']) ? [] : [fix],
        };
      }),
};
