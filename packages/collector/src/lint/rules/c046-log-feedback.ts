import type { Use } from '../facts/pipeline-graph.ts';
import { readsPodLogs } from '../facts/pod-logs.ts';
import type { Rule } from '../rule.ts';
import { asList } from '../source/value-path.ts';

function prints({ component }: Use): boolean {
  return ['normal', 'detailed'].includes(String(component?.config['verbosity']).toLowerCase());
}

export const logFeedback: Rule = {
  id: 'C046',
  title: 'the Collector reads what it prints',
  severity: 'error',
  why: "file_log picks up the Collector's own container log; the debug exporter prints each record to that log: every line makes another line, until the disk is full.",
  remedy: 'Exclude the own pods (exclude: [/var/log/pods/*/otel-collector/*.log]), or remove the debug exporter from the logs pipeline.',
  source: 'https://github.com/open-telemetry/opentelemetry-helm-charts/blob/main/charts/opentelemetry-collector/values.yaml',
  check: ({ graph }) =>
    graph.pipelines.flatMap(({ receivers, exporters }) => {
      const debug = exporters.find(({ type }) => type === 'debug');
      if (debug === undefined) return [];
      return receivers
        .filter(({ type, component }) => type === 'file_log' && readsPodLogs(component))
        .filter(({ component }) => !asList(component?.config['exclude']).some((pattern) => /otel|collector|\$/i.test(String(pattern))))
        .map(({ id, component, path }) => ({
          path: component?.path ?? path,
          // With basic, one batch prints one line. The circle goes on and does not grow.
          severity: prints(debug) ? ('error' as const) : ('warning' as const),
          message: `"${id}" reads the log that "${debug.id}" prints to`,
        }));
    }),
};
