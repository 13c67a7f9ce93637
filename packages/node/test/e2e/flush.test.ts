// flush() for a process that is frozen between two calls: what a call has made is delivered when its answer is there.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { spawnService, startCollector, type LogLine } from './service-process.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean();
});

function startFunction(endpoint: string, env: Readonly<Record<string, string>> = {}) {
  const service = spawnService(
    'function.mjs',
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_METRIC_EXPORT_INTERVAL: '60000',
      OTEL_BLRP_SCHEDULE_DELAY: '60000',
      ...env,
    },
    [],
    'pipe',
  );
  cleanUp.push(() => service.child.kill('SIGKILL'));
  const call = async (order: number, timeoutMs?: number): Promise<LogLine> => {
    service.child.stdin?.write(`${JSON.stringify({ order, timeoutMs })}\n`);
    for (;;) {
      const answer = service.lines.find((line) => line.message === 'answered' && line['order'] === order);
      if (answer !== undefined) return answer;
      if (service.child.exitCode !== null || service.child.signalCode !== null) throw new Error(service.stderr());
      await Promise.race([once(service.child.stdout!, 'data'), service.ended]);
    }
  };
  return { ...service, call };
}

async function startServer(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('all three signals of a call have arrived when it is answered, frozen or not', async () => {
  const collector = await startCollector();
  cleanUp.push(collector.shutdown);
  const { child, call } = startFunction(collector.url);
  for (const order of [1, 2, 3]) {
    expect(await call(order)).toMatchObject({ flushed: true });
    child.kill('SIGSTOP');
    expect(collector.spans.filter(({ name }) => name === 'handler')).toHaveLength(order);
    expect(collector.logs.filter(({ body }) => body === 'handled')).toHaveLength(order);
    const counted = collector.metrics.filter(({ name }) => name === 'shop.visits').at(-1);
    expect(JSON.stringify(counted, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).toMatch(
      new RegExp(`"value":"?${order}"?[,}]`),
    );
    child.kill('SIGCONT');
  }
});

test('a Collector that accepts and never answers: false, at the deadline, and it arrives later', async () => {
  let isAwake = false;
  let received = 0;
  const waiting: (() => void)[] = [];
  const url = await startServer(
    createServer((request, response) => {
      request.resume().once('end', () => {
        if (isAwake) received++;
        if (isAwake) response.end();
        else waiting.push(() => response.destroy());
      });
    }),
  );
  const { call } = startFunction(url);
  expect(await call(1, 300)).toMatchObject({ flushed: false });
  isAwake = true;
  for (const answer of waiting) answer();
  expect(await call(2)).toMatchObject({ flushed: true });
  // One request a signal at least has the records of both calls.
  expect(received).toBeGreaterThanOrEqual(3);
});

test.each([
  ['no Collector at all', {}, undefined],
  ['a deadline that is no number', {}, Number.NaN],
  ['a deadline in the past', {}, -1],
])('%s: false, and nothing is thrown', async (_name, env, timeoutMs) => {
  const { call } = startFunction('http://127.0.0.1:1', env);
  expect(await call(1, timeoutMs)).toMatchObject({ flushed: false });
});

test('where nothing is exported there is nothing to wait for', async () => {
  const { call } = startFunction('http://127.0.0.1:1', {
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
  });
  expect(await call(1)).toMatchObject({ flushed: true });
});
