import { expect, test } from 'vitest';
import { createControlState, mostOverrides, type ControlEvent, type ControlTargets } from './control-state.ts';

/** A clock whose time is moved by hand, and settings in memory. */
function setUp() {
  let at = 0;
  const timers = new Set<{ readonly due: number; readonly run: () => void }>();
  const levels = new Map<string | undefined, string>();
  let ratio: number | undefined;
  const targets: ControlTargets = {
    readLogLevel: (logger) => levels.get(logger) ?? levels.get(undefined) ?? 'info',
    overrideLogLevel: (level, logger) => void (level === undefined ? levels.delete(logger) : levels.set(logger, level)),
    readSamplingRatio: () => ratio ?? 0.1,
    overrideSamplingRatio: (value) => void (ratio = value),
    hasSampler: true,
    loggerNames: () => [],
  };
  const events: ControlEvent[] = [];
  const clock = {
    now: () => at,
    wallNow: () => Date.UTC(2026, 0, 2) + at,
    schedule(run: () => void, delay: number) {
      const timer = { due: at + delay, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const advance = (ms: number): void => {
    at += ms;
    for (const timer of timers) {
      if (timer.due > at) continue;
      timers.delete(timer);
      timer.run();
    }
  };
  const state = createControlState(targets, clock, (event) => void events.push(event));
  const level = (value: 'debug' | 'error' | 'silly', ttlSeconds: number, logger?: string) =>
    state.change({ setting: { name: 'log-level', logger }, value, ttlSeconds }, '10.0.0.1');
  return { state, targets, events, advance, level };
}

test('a change ends by itself when its time is over, and not before', () => {
  const { targets, events, advance, level } = setUp();
  level('debug', 10);
  advance(9999);
  expect(targets.readLogLevel(undefined)).toBe('debug');
  advance(1);
  expect(targets.readLogLevel(undefined)).toBe('info');
  expect(events).toMatchObject([
    { type: 'changed', from: 'info', to: 'debug', until: '2026-01-02T00:00:10.000Z', remoteAddress: '10.0.0.1' },
    { type: 'expired', from: 'debug', to: 'info', remoteAddress: undefined },
  ]);
});

test('a second change takes the place of the first, with its own time, and still ends at the original', () => {
  const { state, targets, events, advance, level } = setUp();
  level('debug', 10);
  advance(5000);
  level('silly', 20);
  expect(state.overrides()).toMatchObject([{ value: 'silly', original: 'info', endsAt: 25_000 }]);
  advance(10_000);
  expect(targets.readLogLevel(undefined)).toBe('silly');
  advance(10_000);
  expect(targets.readLogLevel(undefined)).toBe('info');
  expect(events.map(({ type }) => type)).toEqual(['changed', 'changed', 'expired']);
});

test('taken back early, its timer does nothing more', () => {
  const { state, targets, events, advance, level } = setUp();
  level('debug', 10);
  level('error', 10, 'cards');
  state.change({ setting: { name: 'sampling-ratio' }, value: 1, ttlSeconds: 60 }, undefined);
  expect(state.revert({ logger: 'cards' }, '10.0.0.2')).toMatchObject([{ value: 'error' }]);
  expect(targets.readLogLevel('cards')).toBe('debug');
  expect(state.revert({}, '10.0.0.2')).toHaveLength(2);
  expect([targets.readLogLevel(undefined), targets.readSamplingRatio(), state.overrides()]).toEqual(['info', 0.1, []]);
  advance(100_000);
  expect(events.map(({ type }) => type)).toEqual(['changed', 'changed', 'changed', 'reverted', 'reverted', 'reverted']);
  expect(state.revert({}, undefined)).toEqual([]);
});

test('names are bounded; what is changed already can be changed again', () => {
  const { state, level } = setUp();
  for (let index = 0; index < mostOverrides; index++) level('debug', 10, `logger-${index}`);
  expect(level('debug', 10, 'one more')).toBeUndefined();
  expect(level('error', 10, 'logger-3')).toMatchObject({ value: 'error' });
  expect(state.overrides()).toHaveLength(mostOverrides);
});
