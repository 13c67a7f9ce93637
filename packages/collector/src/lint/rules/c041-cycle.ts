import { findUpstream } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

export const cycle: Rule = {
  id: 'C041',
  title: 'pipelines in a circle',
  severity: 'error',
  why: 'A pipeline that feeds itself through connectors would send the same data round for ever; the Collector refuses to start.',
  remedy: 'Remove one connector from the exporters along the circle.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/connector/README.md',
  check: ({ graph }) =>
    graph.pipelines.flatMap((pipeline) => {
      const line = [pipeline, ...findUpstream(graph, pipeline)];
      const back = pipeline.exporters.find(
        ({ component }) =>
          component?.kind === 'connector' && line.some(({ receivers }) => receivers.some((use) => use.component === component)),
      );
      return back === undefined ? [] : [{ path: back.path, message: `pipeline "${pipeline.id}" feeds itself through "${back.id}"` }];
    }),
};
