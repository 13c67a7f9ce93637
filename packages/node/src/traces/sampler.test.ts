import { TraceFlags } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createAdjustableSampler } from './sampler.ts';

const parent = (traceFlags: TraceFlags) => ({ traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags });
const half = () => 2 ** 31;

test('a ratio set from outside counts for new traces until it is taken back; parents are followed all the time', () => {
  const sampler = createAdjustableSampler({ type: 'parentbased_traceidratio', ratio: 0.1 });
  const decisions = () => [
    sampler.ratio(),
    sampler.isSampled(undefined, half),
    sampler.isSampled(parent(TraceFlags.NONE), half),
    sampler.isSampled(parent(TraceFlags.SAMPLED), half),
  ];
  expect(decisions()).toEqual([0.1, false, false, true]);
  sampler.override(1);
  expect(decisions()).toEqual([1, true, false, true]);
  sampler.override(0);
  expect(decisions()).toEqual([0, false, false, true]);
  sampler.override(undefined);
  expect(decisions()).toEqual([0.1, false, false, true]);
});

test.each([
  ['always_on', 1, false],
  ['always_off', 0, false],
  ['parentbased_always_on', 1, true],
  ['parentbased_always_off', 0, true],
] as const)('%s starts as ratio %d, and follows parents as before', (type, ratio, followsParent) => {
  const sampler = createAdjustableSampler({ type });
  expect(sampler.ratio()).toBe(ratio);
  sampler.override(0.6);
  expect([sampler.isSampled(undefined, half), sampler.followsParent]).toEqual([true, followsParent]);
  sampler.override(undefined);
  expect(sampler.isSampled(undefined, half)).toBe(ratio === 1);
});
