import { expect, test } from 'vitest';
import { buildTailSampling } from './tail-sampling.ts';

const settings = { policies: [], rest: 0.1, decisionWait: { text: '30s', seconds: 30 }, sizedBy: 'x' };

test('there is room for twice the traces that are undecided at once', () => {
  // 500 new traces a second × 30 s × 2; decisions are remembered for ten times as many.
  expect(buildTailSampling({ ...settings, newTracesPerSecond: 500 }).config).toMatchObject({
    num_traces: 30_000,
    expected_new_traces_per_sec: 500,
    decision_cache: { sampled_cache_size: 300_000, non_sampled_cache_size: 300_000 },
  });
  // 0.3 a second × 30 s × 2 = 18: a thousand are room enough for a burst.
  expect(buildTailSampling({ ...settings, newTracesPerSecond: 0.3 }).config).toMatchObject({
    num_traces: 1000,
    expected_new_traces_per_sec: 1,
  });
});

test('a ratio is printed as a percentage without the noise of floating point', () => {
  // 0.07 × 100 is 7.000000000000001
  const { config } = buildTailSampling({ ...settings, rest: 0.07, newTracesPerSecond: 1 });
  expect(config).toMatchObject({ policies: [{ name: 'rest', probabilistic: { sampling_percentage: 7 } }] });
});
