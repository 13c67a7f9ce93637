import { isReplicated } from '../facts/deployment.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

export const tailSamplingReplicas: Rule = {
  id: 'C015',
  title: 'tail_sampling on several replicas without routing by trace',
  severity: 'error',
  why: 'The spans of one trace reach different replicas; each decides over its part, so traces arrive torn and errors go missing.',
  remedy: 'Put a tier with the load_balancing exporter (routing_key: traceID) in front, or run one replica.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/tailsamplingprocessor/README.md',
  check: ({ graph, deployment, others }) => {
    if (!isReplicated(deployment)) return [];
    const routed = others.some((other) =>
      findUsed(other.graph, 'exporter', 'load_balancing').some(
        ({ config }) => config['routing_key'] === undefined || config['routing_key'] === 'traceID',
      ),
    );
    if (routed) return [];
    return graph.pipelines.flatMap(({ id, processors }) =>
      processors
        .filter(({ type }) => type === 'tail_sampling')
        .map(({ path }) => ({
          path,
          // With one config alone, the tier in front may be in files that are not here.
          severity: others.length === 0 ? ('warning' as const) : ('error' as const),
          message: `pipeline "${id}" samples by trace on ${deployment?.maxReplicas ?? 'several'} replicas, and nothing in these files routes by trace id`,
        })),
    );
  },
};
