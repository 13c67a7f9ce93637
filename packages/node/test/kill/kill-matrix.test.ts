// Every way a process can end, with every Collector: how it ends is as without the SDK, and what arrives is all of it.
import { beforeAll, expect, test } from 'vitest';
import { collectors, deadlineMs, modules, runDoomed, startCollector, ways, type End } from './doomed-process.ts';

/** Without the SDK, by `way ownHandlers`. */
const bare = new Map<string, End>();
beforeAll(async () => {
  for (const ownHandlers of [false, true]) {
    await Promise.all(
      ways.map(async (way) => {
        const { code, signal } = await runDoomed({ way, module: 'mjs', ownHandlers, collectorUrl: undefined });
        bare.set(`${way} ${ownHandlers}`, { code, signal });
      }),
    );
  }
}, 30_000);

test('without the SDK: what the ends are', () => {
  expect(Object.fromEntries(bare)).toEqual({
    'SIGTERM false': { code: null, signal: 'SIGTERM' },
    'SIGINT false': { code: null, signal: 'SIGINT' },
    'throw false': { code: 1, signal: null },
    'reject false': { code: 1, signal: null },
    'exit false': { code: 3, signal: null },
    'empty false': { code: 0, signal: null },
    'SIGTERM true': { code: 7, signal: null },
    'SIGINT true': { code: 7, signal: null },
    'throw true': { code: 8, signal: null },
    'reject true': { code: 9, signal: null },
    'exit true': { code: 3, signal: null },
    'empty true': { code: 0, signal: null },
  });
});

const isDelivering = { up: true, slow: true, '503 then well': true, refusing: false, 'black hole': false } as const;

const matrix = collectors.flatMap((collector) =>
  modules.flatMap((module) => [false, true].flatMap((ownHandlers) => ways.map((way) => ({ collector, module, ownHandlers, way })))),
);

test.concurrent.each(matrix)(
  'Collector $collector, $module, own handlers $ownHandlers: $way',
  { timeout: 30_000 },
  async ({ collector, module, ownHandlers, way }) => {
    const receiver = await startCollector(collector);
    const { milliseconds, ...end } = await runDoomed({ way, module, ownHandlers, collectorUrl: receiver.url });
    await receiver.shutdown();
    expect(end).toEqual(bare.get(`${way} ${ownHandlers}`));
    // Not a measurement: a process that hangs is killed after 8 s.
    expect(milliseconds).toBeLessThan(deadlineMs + 4000);
    if (!isDelivering[collector]) return;
    const { spans, logs, metrics } = receiver;
    expect(spans.map(({ name }) => name).toSorted()).toEqual(['GET', 'after the response']);
    expect(logs.map(({ body }) => body)).toContain('last words');
    const visits = metrics.filter(({ name }) => name === 'shop.visits').at(-1);
    expect(visits?.points).toMatchObject([{ value: 2 }]);
  },
);

test.each([
  ['SIGTERM', 'SIGTERM'],
  ['exit', 'exit'],
  ['exit', 'empty'],
] as const)('without its listener of %s the SDK loses what %s leaves, and this is seen', async (sabotage, way) => {
  const receiver = await startCollector('up');
  const end = await runDoomed({ way, module: 'mjs', ownHandlers: false, collectorUrl: receiver.url, sabotage });
  await receiver.shutdown();
  expect(end).toMatchObject(bare.get(`${way} false`)!);
  expect(receiver.spans).toEqual([]);
});
