import { expect, test } from 'vitest';
import { createEndBudget } from './end-budget.ts';

function setUp(totalMs: number) {
  let at = 1000;
  return { budget: createEndBudget(totalMs, () => at), wait: (ms: number) => void (at += ms) };
}

test('is whole before the end has begun', () => {
  const { budget, wait } = setUp(5000);
  wait(60_000);
  expect([budget.leftMs(), budget.leftBeforeFlushMs()]).toEqual([5000, 3000]);
});

test('is counted from the first sign of the end, and leaves the delivery its part', () => {
  const { budget, wait } = setUp(5000);
  budget.begin();
  wait(2000);
  budget.begin();
  expect([budget.leftMs(), budget.leftBeforeFlushMs()]).toEqual([3000, 1000]);
});

test('a long budget is for the requests: the delivery has two seconds of it', () => {
  const { budget } = setUp(30_000);
  expect(budget.leftBeforeFlushMs()).toBe(28_000);
});

test('a last chance is left when the time is over', () => {
  const { budget, wait } = setUp(5000);
  budget.begin();
  wait(20_000);
  expect([budget.leftMs(), budget.leftBeforeFlushMs()]).toEqual([1000, 0]);
});

test('a process that lives on after a signal has the whole budget at its real end', () => {
  const { budget, wait } = setUp(5000);
  budget.begin();
  wait(70_000);
  budget.begin();
  expect(budget.leftMs()).toBe(5000);
});
