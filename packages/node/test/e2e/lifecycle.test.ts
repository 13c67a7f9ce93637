import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spawnService, startCollector, startService, type Received, type ServiceProcess, until } from './service-process.ts';

let collector: Received;
const running: { child: { kill(signal: 'SIGKILL'): unknown } }[] = [];
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  await collector.shutdown();
});

async function start(env: Record<string, string> = {}, file = 'service.mjs'): Promise<ServiceProcess> {
  const service = await startService(file, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env });
  running.push(service);
  return service;
}
const get = async (url: string): Promise<string> => (await fetch(url)).text();
const messages = (service: ServiceProcess) => service.lines.map((line) => line.message);

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('the request in flight is answered, the last span and log arrive, and the process ends by the signal', async () => {
    const service = await start();
    // The head of the response is here: the request is in flight.
    const slow = await fetch(`${service.url}/slow`);
    service.child.kill(signal);
    await until(async () => (await fetch(`${service.adminUrl}/health/ready`)).status === 503);
    const [ready, refused] = await Promise.all([
      fetch(`${service.adminUrl}/health/ready`).then((response) => response.status),
      fetch(`${service.url}/order`).then(
        () => 'accepted',
        () => 'refused',
      ),
    ]);
    expect(ready).toBe(503);
    expect(refused).toBe('refused');
    expect(await slow.text()).toBe('starteddone');
    expect(await service.ended).toEqual({ code: null, signal });
    expect(messages(service)).toEqual(expect.arrayContaining(['slow done', 'database closed']));
    expect(collector.spans.filter((span) => span.kind === 'server')).toHaveLength(1);
  });
});

test.each([
  ['/throw', 'uncaught exception', 'TypeError', 'thrown in a timer'],
  ['/reject', 'unhandled rejection', 'RangeError', 'rejected in a timer'],
])('%s: logged, flushed, printed by Node, exit code 1', async (path, message, type, text) => {
  const service = await start();
  await get(`${service.url}${path}`);
  expect(await service.ended).toEqual({ code: 1, signal: null });
  expect(service.lines.find((line) => line.message === message)).toMatchObject({ level: 'error', error: { type, message: text } });
  expect(service.stderr()).toContain(`${type}: ${text}`);
  expect(collector.spans.filter((span) => span.kind === 'server')).toHaveLength(1);
});

test('an empty event loop: flushed, exit code 0, whoever keeps a connection to the admin port', async () => {
  const service = await start();
  // `fetch` keeps its connection, as Prometheus does.
  expect((await fetch(`${service.adminUrl}/metrics`)).status).toBe(200);
  await get(`${service.url}/end`);
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(collector.spans.filter((span) => span.kind === 'server')).toHaveLength(1);
});

test('with its own SIGTERM handler the service decides when it ends, and how', async () => {
  const service = await start({ OWN_SIGTERM_HANDLER: '1' });
  await get(`${service.url}/order`);
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: 7, signal: null });
  expect(messages(service)).toContain('own handler');
  expect(collector.spans.filter((span) => span.kind === 'server')).toHaveLength(1);
});

test('with its own handler for uncaught exceptions the service lives on', async () => {
  const service = await start({ OWN_UNCAUGHT_HANDLER: '1' });
  await get(`${service.url}/throw`);
  await until(() => messages(service).includes('own handler'));
  expect(await get(`${service.url}/order`)).toBe('placed');
  expect(messages(service)).toEqual(expect.arrayContaining(['uncaught exception', 'own handler']));
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
});

describe('a collector that does not answer', () => {
  let hole: Server;
  afterEach(() => {
    hole.close();
    hole.closeAllConnections();
  });
  test('the process ends within its deadline', async () => {
    hole = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => hole.once('listening', resolve));
    const service = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(hole.address() as AddressInfo).port}`,
      PLINTH_SHUTDOWN_TIMEOUT: '800',
    });
    await get(`${service.url}/order`);
    const startedAt = performance.now();
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
    // Generous: the bound is that it ends by itself, far from the 10 s of an export.
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(service.lines.find((line) => line['code'] === 'node.shutdown_incomplete')).toBeDefined();
  });
});

describe('a start that must not succeed', () => {
  test('a wrong variable: a coded error that names variable, value and rule', async () => {
    const service = spawnService('service.mjs', { PLINTH_LOG_LEVEL: 'sometimes' });
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect(service.stderr()).toMatch(/^node\.options_invalid: [^]*PLINTH_LOG_LEVEL: must be one of [^]*"sometimes"/);
  });

  test('hashes without a key: a coded error that names the variable', async () => {
    const service = spawnService('service.mjs', { PLINTH_REDACTION_ACTION: 'hash' });
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect(service.stderr()).toMatch(/^node\.options_invalid: [^]*PLINTH_REDACTION_HASH_KEY: must be set/);
  });
});

test('health: live at once, ready by the checks', async () => {
  const service = await start();
  expect(await (await fetch(`${service.adminUrl}/health/live`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`${service.adminUrl}/health/ready`)).json()).toEqual({ status: 'ok', checks: [] });
  expect((await fetch(`${service.adminUrl}/health/live`, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${service.adminUrl}/nothing`)).status).toBe(404);
  expect(collector.spans).toEqual([]);
});

test('OTEL_SDK_DISABLED: the service works and logs, and nothing else of the SDK does', async () => {
  const service = spawnService('service.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SDK_DISABLED: 'true',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  });
  running.push(service);
  await until(() => service.lines.length > 0);
  const [listening] = service.lines;
  expect(listening?.message).toBe('listening');
  const response = await fetch(`${String(listening?.['url'])}/order`);
  expect(await response.text()).toBe('placed');
  expect(response.headers.has('x-correlation-id')).toBe(false);
  await until(() => service.lines.some((line) => line['event'] === 'order.placed'));
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(collector.spans).toEqual([]);
  expect(service.lines.find((line) => line['event'] === 'order.placed')).not.toHaveProperty('trace_id');
});
