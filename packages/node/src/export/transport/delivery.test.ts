import { describe, expect, test } from 'vitest';
import { createDelivery, type DeliveryClock } from './delivery.ts';
import type { SendResult, Transport } from './transport.ts';

/** A clock that jumps to the next timer whenever everybody waits. */
export function createTestClock(): DeliveryClock & { pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    schedule(callback, delayMs) {
      let cancelled = false;
      pauses.push(delayMs);
      setImmediate(() => {
        if (cancelled) return;
        now += delayMs;
        callback();
      });
      return () => (cancelled = true);
    },
    random: () => 1,
  };
}

const accepted: SendResult = { outcome: 'accepted', rejected: 0 };
const unreachable: SendResult = { outcome: 'retry', reason: 'ECONNREFUSED', connected: false };
const busy = (retryAfterMs?: number): SendResult => ({ outcome: 'retry', reason: 'HTTP 503', connected: true, retryAfterMs });

function setUp(results: SendResult[]) {
  const clock = createTestClock();
  const told: string[] = [];
  let attempts = 0;
  const limits: number[] = [];
  const transport: Transport = {
    send(_body, limit) {
      limits.push(limit);
      return Promise.resolve(results[attempts++] ?? results.at(-1) ?? accepted);
    },
    close() {},
  };
  const delivery = createDelivery({
    transport,
    timeoutMs: 10_000,
    clock,
    onFailure: (reason) => told.push(reason),
    onRecovery: () => told.push('recovered'),
  });
  return { delivery, clock, told, limits, attempts: () => attempts };
}
const body = new Uint8Array();

test('sends again until the Collector is back, after pauses that double up to half a minute', async () => {
  const { delivery, clock, told } = setUp([...Array.from({ length: 9 }, () => unreachable), accepted]);
  expect(await delivery.send(body)).toEqual(accepted);
  expect(clock.pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(told).toEqual([...Array.from({ length: 9 }, () => 'ECONNREFUSED'), 'recovered']);
  expect(delivery.failures).toBe(0);
});

test('chance takes up to half of a pause away', async () => {
  const { delivery, clock } = setUp([unreachable, accepted]);
  clock.random = () => 0;
  await delivery.send(body);
  expect(clock.pauses).toEqual([250]);
});

test('Retry-After is waited for where it is longer', async () => {
  const { delivery, clock } = setUp([busy(7000), busy(1), accepted]);
  await delivery.send(body);
  expect(clock.pauses).toEqual([7000, 1000]);
});

test('what is refused is not sent again', async () => {
  const { delivery, told, attempts } = setUp([{ outcome: 'refused', reason: 'HTTP 400' }]);
  expect(await delivery.send(body)).toEqual({ outcome: 'refused', reason: 'HTTP 400' });
  expect(attempts()).toBe(1);
  expect(told).toEqual(['HTTP 400']);
});

describe('a flush', () => {
  test('ends the pause, and pauses less', async () => {
    const { delivery, clock } = setUp([unreachable, unreachable, unreachable, unreachable, accepted]);
    const sending = delivery.send(body);
    await Promise.resolve();
    await Promise.resolve();
    delivery.startFlush(5000);
    expect(await sending).toEqual(accepted);
    expect(clock.pauses).toEqual([500, 100, 200, 400]);
  });

  test('gives a Collector up that cannot be reached', async () => {
    const { delivery, attempts } = setUp([unreachable]);
    delivery.startFlush(60_000);
    expect(await delivery.send(body)).toBeUndefined();
    expect(attempts()).toBe(4);
  });

  test('waits for one that is busy until its deadline', async () => {
    const { delivery, clock, limits } = setUp([busy()]);
    delivery.startFlush(2000);
    expect(await delivery.send(body)).toBeUndefined();
    expect(clock.now()).toBeLessThanOrEqual(2000);
    expect(clock.now()).toBeGreaterThan(1000);
    expect(limits[0]).toBe(2000);
  });

  test('does not wait for a Retry-After beyond its deadline', async () => {
    const { delivery, clock } = setUp([busy(60_000)]);
    delivery.startFlush(5000);
    expect(await delivery.send(body)).toBeUndefined();
    expect(clock.now()).toBe(0);
  });
});
