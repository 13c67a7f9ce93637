import { describe, expect, test } from 'vitest';
import { createRedaction } from '../redaction/redact.ts';
import { createHealth, joinReports } from './health.ts';

const working = { hasBegun: true };

test('is ready without checks, and not ready once it drains', async () => {
  const health = createHealth(working);
  expect(await health.readiness()).toEqual({ ok: true, checks: [], hasBegun: true });
  health.startDraining();
  expect(await health.readiness()).toMatchObject({ ok: false, checks: [{ name: 'shutdown' }] });
});

test('names the check that fails, and why', async () => {
  const health = createHealth(working);
  health.addReadinessCheck('cache', () => 'pong');
  health.addReadinessCheck('postgres', () => Promise.reject(new Error('connection refused')));
  health.addReadinessCheck('sync', () => {
    throw new Error('thrown');
  });
  expect(await health.readiness()).toEqual({
    ok: false,
    hasBegun: true,
    checks: [
      { name: 'cache', ok: true },
      { name: 'postgres', ok: false, reason: 'connection refused' },
      { name: 'sync', ok: false, reason: 'thrown' },
    ],
  });
});

test('a check that does not answer fails after its timeout', async () => {
  const health = createHealth(working);
  health.addReadinessCheck('slow', () => new Promise(() => {}), { timeoutMs: 20 });
  expect(await health.readiness()).toMatchObject({ ok: false, checks: [{ name: 'slow', reason: 'no answer within 20 ms' }] });
});

test('a check can be removed, and a name taken over', async () => {
  const health = createHealth(working);
  const remove = health.addReadinessCheck('db', () => Promise.reject(new Error('old')));
  health.addReadinessCheck('db', () => true);
  remove();
  expect(await health.readiness()).toEqual({ ok: true, checks: [{ name: 'db', ok: true }], hasBegun: true });
});

describe('a group', () => {
  const waiting = { ok: true, checks: [{ name: 'db', ok: true }], hasBegun: false };
  const serving = { ok: true, checks: [], hasBegun: true };

  test('is not ready before one of its processes does its work, and says what it waits for', () => {
    const report = joinReports([waiting, waiting], true);
    expect(report).toMatchObject({
      ok: false,
      checks: [
        { name: 'listening', ok: false },
        { name: 'db', ok: true },
        { name: 'db', ok: true },
      ],
    });
    expect(report.checks[0]?.reason).toContain('PLINTH_READY_WITHOUT_SERVER');
    expect(joinReports([waiting, serving], true)).toEqual({ ok: true, checks: [{ name: 'db', ok: true }], hasBegun: true });
  });

  test('does not wait where it was told not to', () => {
    expect(joinReports([waiting], false)).toMatchObject({ ok: true, checks: [{ name: 'db', ok: true }] });
  });

  test('is not ready where one of them is not', () => {
    expect(joinReports([serving, { ok: false, checks: [{ name: 'db', ok: false }], hasBegun: true }], true).ok).toBe(false);
  });
});

test('callers at the same time share one run of the checks', async () => {
  const health = createHealth(working);
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
  const health = createHealth(working, redaction.redactText);
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
