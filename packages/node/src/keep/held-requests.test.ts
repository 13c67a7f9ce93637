import { expect, test } from 'vitest';
import { createHolding } from './held-requests.ts';

function setUp(limits: Partial<Parameters<typeof createHolding>[0]> = {}) {
  let at = 0;
  const sent: string[] = [];
  const holding = createHolding({ requestBytes: 100, totalBytes: 1000, slowMs: 1000, ...limits }, () => at);
  const hold = (request: ReturnType<typeof holding.begin>, text: string, bytes = 10) =>
    holding.hold(request, 'logs', bytes, () => void sent.push(text));
  return { holding, hold, sent, wait: (ms: number) => void (at += ms) };
}

test('what failed is sent in its order, and what comes later at once', () => {
  const { holding, hold, sent } = setUp();
  const request = holding.begin();
  hold(request, 'a');
  hold(request, 'b');
  expect([sent, holding.bytes()]).toEqual([[], 20]);
  holding.end(request, true);
  hold(request, 'c');
  expect([sent, request.outcome, holding.bytes()]).toEqual([['a', 'b', 'c'], 'failed', 0]);
  expect(holding.counts('logs')).toEqual({ held: 0, discarded: 0, dropped: 0 });
});

test('what went well is dropped, and so is what comes later', () => {
  const { holding, hold, sent } = setUp();
  const request = holding.begin();
  hold(request, 'a');
  holding.end(request, false);
  hold(request, 'b');
  expect([sent, holding.counts('logs'), holding.bytes()]).toEqual([[], { held: 0, discarded: 2, dropped: 0 }, 0]);
});

test('slow is known at the end, or as soon as more comes', () => {
  const { holding, hold, sent, wait } = setUp();
  const [ended, running, fast] = [holding.begin(), holding.begin(), holding.begin()];
  const context = { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 0 };
  holding.join(running, context);
  hold(ended, 'ended');
  hold(running, 'running');
  wait(999);
  hold(fast, 'fast');
  holding.end(fast, false);
  expect([sent, context.traceFlags]).toEqual([[], 0]);
  wait(1);
  holding.end(ended, false);
  hold(running, 'more');
  expect([sent, running.outcome, context.traceFlags]).toEqual([['ended', 'running', 'more'], 'slow', 1]);
});

test('one request holds so much and no more; the rest of it is counted', () => {
  const { holding, hold, sent } = setUp();
  const request = holding.begin();
  for (let index = 0; index < 15; index++) hold(request, String(index));
  expect([holding.bytes(), request.lost, holding.counts('logs')]).toEqual([100, 5, { held: 10, discarded: 0, dropped: 5 }]);
  holding.end(request, true);
  expect(sent).toHaveLength(10);
});

test('all together hold so much and no more; the oldest gives way', () => {
  const { holding, hold, sent } = setUp({ totalBytes: 100 });
  const requests = Array.from({ length: 20 }, () => holding.begin());
  for (const [index, request] of requests.entries()) {
    hold(request, `${index}`);
    hold(request, `${index}`);
    expect(holding.bytes()).toBeLessThanOrEqual(100);
  }
  for (const request of requests) holding.end(request, true);
  expect(sent).toEqual([15, 15, 16, 16, 17, 17, 18, 18, 19, 19].map(String));
  expect(holding.counts('logs')).toEqual({ held: 0, discarded: 0, dropped: 30 });
});

test('a crash sends what every request holds', () => {
  const { holding, hold, sent } = setUp();
  for (const name of ['a', 'b']) hold(holding.begin(), name);
  holding.keepAll('crashed');
  expect([sent, holding.bytes()]).toEqual([['a', 'b'], 0]);
});
