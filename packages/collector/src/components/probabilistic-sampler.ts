import { because, type Component } from './component.ts';

export function buildProbabilisticSampler({ ratio }: { readonly ratio: number }): Component {
  return {
    kind: 'processor',
    type: 'probabilistic_sampler',
    config: { mode: 'hash_seed', hash_seed: 22, sampling_percentage: Number((ratio * 100).toFixed(6)), fail_closed: false },
    reasons: [
      because('sampling_percentage', 'From sampling.rest.'),
      because('hash_seed', 'The same in every replica: all of them decide alike on a trace.'),
    ],
    rank: 'sample',
  };
}
