import { expect, test } from 'vitest';
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
    onIncomplete: (step) => calls.push(`late ${step}`),
    ...overrides,
  };
  return { calls, steps };
}

test('goes from the outside in: not ready, requests, the service in reverse order of its start, telemetry last', async () => {
  const { calls, steps } = recordSteps();
  await createShutdown(steps, 1000)();
  expect(calls).toEqual(['draining', 'drained', 'consumer', 'pool', 'flushed']);
});

test('a request that never ends does not cost the flush', async () => {
  const { calls, steps } = recordSteps({ drainServers: () => new Promise(() => {}), hooks: () => [] });
  await createShutdown(steps, 50)();
  expect(calls).toEqual(['draining', 'late requests in flight', 'flushed']);
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
  await createShutdown(steps, 1000)();
  expect(calls).toEqual(['draining', 'drained', 'failed bad', 'good', 'flushed']);
});

test('a flush that hangs or fails ends with the deadline', async () => {
  const { calls, steps } = recordSteps({ flush: () => new Promise(() => {}), hooks: () => [] });
  await createShutdown(steps, 50)();
  expect(calls).toContain('late flush');
  const failing = recordSteps({ flush: () => Promise.reject(new Error('refused')), hooks: () => [] });
  await expect(createShutdown(failing.steps, 50)()).resolves.toBeUndefined();
  expect(failing.calls).toContain('late flush');
});

test('runs once', async () => {
  const { calls, steps } = recordSteps({ hooks: () => [] });
  const shutdown = createShutdown(steps, 1000);
  await Promise.all([shutdown(), shutdown()]);
  expect(calls).toEqual(['draining', 'drained', 'flushed']);
});
