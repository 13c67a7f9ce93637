import { expect, test } from 'vitest';
import { createHealth } from './health.ts';

test('is ready without checks, and not ready once it drains', async () => {
  const health = createHealth();
  expect(await health.readiness()).toEqual({ ok: true, checks: [] });
  health.startDraining();
  expect(await health.readiness()).toMatchObject({ ok: false, checks: [{ name: 'shutdown' }] });
});

test('names the check that fails, and why', async () => {
  const health = createHealth();
  health.addReadinessCheck('cache', () => 'pong');
  health.addReadinessCheck('postgres', () => Promise.reject(new Error('connection refused')));
  health.addReadinessCheck('sync', () => {
    throw new Error('thrown');
  });
  expect(await health.readiness()).toEqual({
    ok: false,
    checks: [
      { name: 'cache', ok: true },
      { name: 'postgres', ok: false, reason: 'connection refused' },
      { name: 'sync', ok: false, reason: 'thrown' },
    ],
  });
});

test('a check that does not answer fails after its timeout', async () => {
  const health = createHealth();
  health.addReadinessCheck('slow', () => new Promise(() => {}), { timeoutMs: 20 });
  expect(await health.readiness()).toMatchObject({ ok: false, checks: [{ name: 'slow', reason: 'no answer within 20 ms' }] });
});

test('a check can be removed, and a name taken over', async () => {
  const health = createHealth();
  const remove = health.addReadinessCheck('db', () => Promise.reject(new Error('old')));
  health.addReadinessCheck('db', () => true);
  remove();
  expect(await health.readiness()).toEqual({ ok: true, checks: [{ name: 'db', ok: true }] });
});
