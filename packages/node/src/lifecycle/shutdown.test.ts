import { expect, test } from 'vitest';
import { createEndBudget } from './end-budget.ts';
import { createShutdown, type ShutdownSteps } from './shutdown.ts';

function recordSteps(overrides: Partial<ShutdownSteps> = {}): { calls: string[]; steps: ShutdownSteps } {
  const calls: string[] = [];
  const steps: ShutdownSteps = {
    startDraining: () => calls.push('draining'),
    drainServers: async () => void calls.push('drained'),
    hooks: () => [
      { name: 'pool', run: () => calls.push('pool') },
      { name: 'consumer', run: () => calls.push('consumer') },
    ],
    flush: async () => void calls.push('flushed'),
    onHookFailed: (name) => calls.push(`failed ${name}`),
    closeConnections: async () => void calls.push('closed'),
    onCut: (step) => calls.push(`cut ${step}`),
    onUndelivered: () => calls.push('undelivered'),
    ...overrides,
  };
  return { calls, steps };
}

test('goes from the outside in: not ready, requests, the service in reverse order of its start, telemetry last', async () => {
  const { calls, steps } = recordSteps();
  await createShutdown(steps, createEndBudget(1000))();
  expect(calls).toEqual(['draining', 'drained', 'consumer', 'pool', 'flushed']);
});

test('a request that never ends does not cost the flush', async () => {
  const { calls, steps } = recordSteps({ drainServers: () => new Promise(() => {}), hooks: () => [] });
  await createShutdown(steps, createEndBudget(50))();
  expect(calls).toEqual(['draining', 'cut requests in flight', 'closed', 'flushed']);
});

test('a hook that throws is reported and the others run', async () => {
  const { calls, steps } = recordSteps({
    hooks: () => [
      { name: 'good', run: () => calls.push('good') },
      {
        name: 'bad',
        run: () => {
          throw new Error('no');
        },
      },
    ],
  });
  await createShutdown(steps, createEndBudget(1000))();
  expect(calls).toEqual(['draining', 'drained', 'failed bad', 'good', 'flushed']);
});

test('a flush that hangs or fails ends with the deadline', async () => {
  const { calls, steps } = recordSteps({ flush: () => new Promise(() => {}), hooks: () => [] });
  await createShutdown(steps, createEndBudget(50))();
  expect(calls).toContain('undelivered');
  const failing = recordSteps({ flush: () => Promise.reject(new Error('refused')), hooks: () => [] });
  await expect(createShutdown(failing.steps, createEndBudget(50))()).resolves.toBeUndefined();
  expect(failing.calls).toContain('undelivered');
});

test('runs once', async () => {
  const { calls, steps } = recordSteps({ hooks: () => [] });
  const shutdown = createShutdown(steps, createEndBudget(1000));
  await Promise.all([shutdown(), shutdown()]);
  expect(calls).toEqual(['draining', 'drained', 'flushed']);
});
