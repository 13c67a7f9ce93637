import { because, type Component } from './component.ts';

export function buildCumulativeToDelta(): Component {
  return {
    kind: 'processor',
    type: 'cumulative_to_delta',
    config: { max_staleness: '10m' },
    reasons: [because('', 'Remembers the last value of each series: stands where a series always comes to the same process.')],
    rank: 'convert',
  };
}
