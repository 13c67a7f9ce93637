import { compareVersions } from '../../catalogue/version.ts';
import { isReplicated } from '../facts/deployment.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { asList } from '../source/value-path.ts';

export const spanMetricsWriters: Rule = {
  id: 'C020',
  title: 'several writers of one span_metrics series',
  severity: 'warning',
  why: 'Each replica counts its own spans and writes the same series: the backend sees one counter that jumps back and forth, and rates are wrong.',
  remedy:
    'Keep the collector.instance.id dimension (there since 0.136), or route by service to the replicas (load_balancing, routing_key: service).',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/connector/spanmetricsconnector/README.md',
  check: ({ graph, deployment, others, version, versionKnown }) => {
    if (!isReplicated(deployment)) return [];
    if (
      others.some((other) => findUsed(other.graph, 'exporter', 'load_balancing').some(({ config }) => config['routing_key'] === 'service'))
    )
      return [];
    const tooOld = versionKnown && compareVersions(version, '0.136.0') < 0;
    return findUsed(graph, 'connector', 'span_metrics')
      .filter(({ config }) => tooOld || asList(config['exclude_dimensions']).includes('collector.instance.id'))
      .map(({ id, path }) => ({ path, message: `the replicas of "${id}" write the same series: none has collector.instance.id` }));
  },
};
