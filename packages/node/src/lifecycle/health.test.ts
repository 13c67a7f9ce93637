import { expect, test } from 'vitest';
import { createRedaction } from '../redaction/redact.ts';
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

test('callers at the same time share one run of the checks', async () => {
  const health = createHealth();
  let runs = 0;
  let answer: (() => void) | undefined;
  health.addReadinessCheck('db', () => {
    runs++;
    return new Promise<void>((resolve) => (answer = resolve));
  });
  const reports = Array.from({ length: 100 }, () => health.readiness());
  await Promise.resolve();
  expect(runs).toBe(1);
  answer?.();
  expect(new Set(await Promise.all(reports)).size).toBe(1);
  const next = health.readiness();
  await Promise.resolve();
  expect(runs).toBe(2);
  answer?.();
  await next;
});

test('a reason has no secrets, and an end', async () => {
  const redaction = createRedaction({ allowKeys: [] });
  const health = createHealth(redaction.redactText);
  health.addReadinessCheck('db', () => Promise.reject(new Error('connect postgres://admin:s3cr3tpw@db.acme.io/x for jane@example.com')));
  health.addReadinessCheck('long', () => Promise.reject(new Error(`${'x '.repeat(497)}jane@example.com ${'x '.repeat(500_000)}`)));
  health.addReadinessCheck('odd', () => Promise.reject(Object.create(null) as Error));
  const { checks } = await health.readiness();
  const text = JSON.stringify(checks);
  expect(text).toContain('connect postgres://');
  for (const secret of ['s3cr3tpw', 'jane']) expect(text).not.toContain(secret);
  expect(text.length).toBeLessThan(1500);
  expect(checks.map(({ ok }) => ok)).toEqual([false, false, false]);
});
