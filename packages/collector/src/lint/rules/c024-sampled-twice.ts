import type { Rule } from '../rule.ts';

export const sampledTwice: Rule = {
  id: 'C024',
  title: 'two samplers in one pipeline',
  severity: 'warning',
  why: 'The probabilistic sampler throws away most error traces before tail_sampling can see that they are errors; behind it, it throws away what tail_sampling chose to keep.',
  remedy: 'Keep one of them; a share of ordinary traces is a probabilistic policy of tail_sampling.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/probabilisticsamplerprocessor/README.md',
  check: ({ graph }) =>
    graph.pipelines.flatMap(({ id, processors }) => {
      const probabilistic = processors.find(({ type }) => type === 'probabilistic_sampler');
      if (probabilistic === undefined || !processors.some(({ type }) => type === 'tail_sampling')) return [];
      return [{ path: probabilistic.path, message: `pipeline "${id}" has probabilistic_sampler and tail_sampling` }];
    }),
};
