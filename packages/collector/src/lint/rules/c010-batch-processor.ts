import { compareVersions } from '../../catalogue/version.ts';
import type { Rule } from '../rule.ts';

export const batchProcessor: Rule = {
  id: 'C010',
  title: 'batch processor',
  severity: 'warning',
  why: 'It answers the sender before the data is safe: what it holds is lost when the process ends, and it hides a full queue from the sender. The project replaces it by batches in the exporter and removes it from its images with 0.166.',
  remedy: 'Remove batch; give each exporter sending_queue with sizer: items and batch: {min_size: 8192, flush_timeout: 200ms}.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/docs/rfcs/batching-migration.md',
  check: ({ graph, version }) =>
    graph.pipelines.flatMap(({ id, processors }) =>
      processors
        .filter(({ type }) => type === 'batch')
        .map(({ path }) => ({
          path,
          severity: compareVersions(version, '0.166.0') >= 0 ? ('error' as const) : ('warning' as const),
          message: `pipeline "${id}" uses the batch processor`,
        })),
    ),
};
