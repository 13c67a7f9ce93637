import type { Rule } from '../rule.ts';

export const chartDefaultsStay: Rule = {
  id: 'C068',
  title: 'receivers of the chart that stay in the pipeline',
  severity: 'warning',
  why: "Helm merges the values into the chart's own config: a pipeline whose receivers are not written keeps jaeger and zipkin (traces) or prometheus (metrics), and their ports stay open.",
  remedy: "Write the pipeline's receivers, and set the ones you do not want to null.",
  source: 'https://github.com/open-telemetry/opentelemetry-helm-charts/blob/main/charts/opentelemetry-collector/values.yaml',
  check: ({ origin, graph, config }) =>
    origin === 'helm'
      ? graph.pipelines
          .filter(({ path }) => config.has(path) && !config.has([...path, 'receivers']))
          .flatMap(({ id, path, receivers }) => {
            const kept = receivers.filter((use) => use.id !== 'otlp' && use.component !== undefined).map((use) => use.id);
            return kept.length === 0 ? [] : [{ path, message: `pipeline "${id}" keeps the chart's ${kept.join(' and ')}` }];
          })
      : [],
};
