import { expect, test } from 'vitest';
import { createKeepOnError } from './keep-on-error.ts';

function setUp(limits: Partial<Parameters<typeof createKeepOnError>[0]> = {}) {
  let at = 0;
  const sent: string[] = [];
  const keepOnError = createKeepOnError({ requestBytes: 100, totalBytes: 1000, slowMs: 1000, ...limits }, () => at);
  const add = (request: ReturnType<typeof keepOnError.begin>, text: string, bytes = 10) =>
    keepOnError.add(request, 'logs', bytes, () => void sent.push(text));
  return { keepOnError, add, sent, wait: (ms: number) => void (at += ms) };
}

test('what failed is sent in its order, and what comes later at once', () => {
  const { keepOnError, add, sent } = setUp();
  const request = keepOnError.begin();
  add(request, 'a');
  add(request, 'b');
  expect([sent, keepOnError.bytes()]).toEqual([[], 20]);
  keepOnError.end(request, true);
  add(request, 'c');
  expect([sent, request.outcome, keepOnError.bytes()]).toEqual([['a', 'b', 'c'], 'failed', 0]);
  expect(keepOnError.counts('logs')).toEqual({ waiting: 0, discarded: 0, dropped: 0 });
});

test('what went well is dropped, and so is what comes later', () => {
  const { keepOnError, add, sent } = setUp();
  const request = keepOnError.begin();
  add(request, 'a');
  keepOnError.end(request, false);
  add(request, 'b');
  expect([sent, keepOnError.counts('logs'), keepOnError.bytes()]).toEqual([[], { waiting: 0, discarded: 2, dropped: 0 }, 0]);
});

test('slow is known at the end, or as soon as more comes', () => {
  const { keepOnError, add, sent, wait } = setUp();
  const [ended, running, fast] = [keepOnError.begin(), keepOnError.begin(), keepOnError.begin()];
  const context = { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 0 };
  keepOnError.join(running, context);
  add(ended, 'ended');
  add(running, 'running');
  wait(999);
  add(fast, 'fast');
  keepOnError.end(fast, false);
  expect([sent, context.traceFlags]).toEqual([[], 0]);
  wait(1);
  keepOnError.end(ended, false);
  add(running, 'more');
  expect([sent, running.outcome, context.traceFlags]).toEqual([['ended', 'running', 'more'], 'slow', 1]);
});

test('one request keeps so much and no more; the rest of it is counted', () => {
  const { keepOnError, add, sent } = setUp();
  const request = keepOnError.begin();
  for (let index = 0; index < 15; index++) add(request, String(index));
  expect([keepOnError.bytes(), request.lost, keepOnError.counts('logs')]).toEqual([100, 5, { waiting: 10, discarded: 0, dropped: 5 }]);
  keepOnError.end(request, true);
  expect(sent).toHaveLength(10);
});

test('all together keep so much and no more; the oldest gives way', () => {
  const { keepOnError, add, sent } = setUp({ totalBytes: 100 });
  const requests = Array.from({ length: 20 }, () => keepOnError.begin());
  for (const [index, request] of requests.entries()) {
    add(request, `${index}`);
    add(request, `${index}`);
    expect(keepOnError.bytes()).toBeLessThanOrEqual(100);
  }
  for (const request of requests) keepOnError.end(request, true);
  expect(sent).toEqual([15, 15, 16, 16, 17, 17, 18, 18, 19, 19].map(String));
  expect(keepOnError.counts('logs')).toEqual({ waiting: 0, discarded: 0, dropped: 30 });
});

test('a crash sends what every request has waiting', () => {
  const { keepOnError, add, sent } = setUp();
  for (const name of ['a', 'b']) add(keepOnError.begin(), name);
  keepOnError.keepAll('crashed');
  expect([sent, keepOnError.bytes()]).toEqual([['a', 'b'], 0]);
});
