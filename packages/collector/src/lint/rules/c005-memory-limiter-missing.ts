import { isEntry } from '../facts/component-traits.ts';
import type { Rule } from '../rule.ts';

export const memoryLimiterMissing: Rule = {
  id: 'C005',
  title: 'pipeline without memory_limiter',
  severity: 'error',
  why: 'Without it a burst, or a backend that answers slowly, fills the memory until the process is killed, and everything in it is lost. With it senders are refused, and they retry.',
  remedy: 'Put memory_limiter first in the processors of every pipeline that receives.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/processor/memorylimiterprocessor/README.md',
  check: ({ graph, deployment, complete }, { environment }) => {
    if (!complete) return [];
    if (graph.extensions.some(({ type }) => type === 'memory_limiter')) return [];
    const severity = environment === 'production' || (deployment !== undefined && environment === undefined) ? 'error' : 'warning';
    return graph.pipelines
      .filter((pipeline) => isEntry(pipeline) && !pipeline.processors.some(({ type }) => type === 'memory_limiter'))
      .map(({ id, path }) => ({ path, severity, message: `pipeline "${id}" has no memory_limiter` }));
  },
};
