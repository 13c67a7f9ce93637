import { samplers } from '../facts/component-traits.ts';
import { findUpstream } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

const counting = ['span_metrics', 'service_graph', 'count'];

export const metricsAfterSampling: Rule = {
  id: 'C019',
  title: 'metrics from sampled spans',
  severity: 'error',
  why: 'What the sampler dropped is not counted: rates are too low, and error ratios and latencies are those of the traces that were kept.',
  remedy:
    'Feed the connector from a pipeline without sampling, and send from there through the forward connector to the pipeline that samples.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/connector/spanmetricsconnector/README.md',
  check: ({ graph }) =>
    graph.pipelines
      .filter(({ signal }) => signal === 'traces')
      .flatMap((pipeline) => {
        const sampler = [pipeline, ...findUpstream(graph, pipeline)]
          .flatMap(({ processors }) => processors)
          .find(({ type }) => samplers.includes(type));
        if (sampler === undefined) return [];
        return pipeline.exporters
          .filter(({ component, type }) => component?.kind === 'connector' && counting.includes(type))
          .map(({ id, type, path }) => ({
            path,
            // A user may want to count what is kept.
            severity: type === 'count' ? ('warning' as const) : ('error' as const),
            message: `"${id}" counts what "${sampler.id}" has left over`,
          }));
      }),
};
