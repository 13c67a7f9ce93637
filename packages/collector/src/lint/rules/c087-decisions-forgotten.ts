import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { asList, asNumber, getAt } from '../source/value-path.ts';

/** Policies that decide the same for every span of a trace, whenever the span comes. */
const steady = ['always_sample', 'probabilistic'];

export const decisionsForgotten: Rule = {
  id: 'C087',
  title: 'tail_sampling that forgets its decisions',
  severity: 'info',
  why: 'When a trace leaves memory, so does the decision on it. A span that comes later is judged alone: a trace that was kept has a hole, or a lone span is kept of one that was not. The caches are off by default.',
  remedy: 'decision_cache: {sampled_cache_size: …, non_sampled_cache_size: …}, both several times num_traces.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/tailsamplingprocessor/README.md',
  check: ({ graph }) =>
    findUsed(graph, 'processor', 'tail_sampling').flatMap(({ id, config, path }) => {
      if (asList(config['policies']).every((policy) => steady.includes(String(getAt(policy, 'type'))))) return [];
      const off = ['sampled_cache_size', 'non_sampled_cache_size'].filter((key) => {
        const size = getAt(config, 'decision_cache', key);
        return size === undefined || asNumber(size) === 0;
      });
      return off.length === 0 ? [] : [{ path, message: `"${id}" has no ${off.join(' and no ')}` }];
    }),
};
