import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const refusedLinesDropped: Rule = {
  id: 'C084',
  title: 'file_log that drops what is refused',
  severity: 'info',
  why: 'When memory_limiter or a full queue refuses, the receiver goes on with the next lines by default. The file would have kept them: it is read at the pace of the Collector where retry_on_failure is on.',
  remedy: 'retry_on_failure: {enabled: true, max_elapsed_time: 0s} on the receiver.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/filelogreceiver/README.md',
  check: ({ graph, complete }) =>
    complete
      ? graph.pipelines
          .filter(({ processors }) => processors.some(({ type }) => type === 'memory_limiter'))
          .flatMap(({ receivers }) =>
            receivers.flatMap(({ id, type, component }): Place[] => {
              if (type !== 'file_log' || component === undefined) return [];
              const enabled = getAt(component.config, 'retry_on_failure', 'enabled');
              if (enabled === true || typeof enabled === 'string') return [];
              return [{ path: component.path, message: `"${id}" drops the lines that memory_limiter refuses` }];
            }),
          )
      : [],
};
