// How a process ends: as process 1, by signals that come twice, by each signal, and within one budget.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startCollector, startService, type Received, type ServiceProcess } from './service-process.ts';

let collector: Received;
const running: ServiceProcess[] = [];
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  await collector.shutdown();
});

async function start(env: Record<string, string> = {}, file = 'ending.cjs'): Promise<ServiceProcess> {
  const service = await startService(file, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env });
  running.push(service);
  return service;
}

/** Resolves when the first part of the answer has come, to a promise of the rest. */
async function begin(url: string): Promise<{ readonly rest: Promise<string> }> {
  const reader = (await fetch(url)).body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  return { rest: read(reader) };
}

async function read(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  return text;
}

const codes = (service: ServiceProcess) => service.lines.flatMap(({ code }) => (code === undefined ? [] : [code]));
const servers = () => collector.spans.filter(({ kind }) => kind === 'server');

describe('signals', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const)(
    '%s: the request in flight is answered, its span is delivered, the process ends by it',
    async (signal) => {
      const service = await start();
      const { rest } = await begin(`${service.url}/slow`);
      service.child.kill(signal);
      expect(await rest).toBe('last');
      expect(await service.ended).toEqual({ code: null, signal });
      expect(servers()).toHaveLength(1);
    },
  );

  test.each([
    ['SIGINT', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGHUP'],
  ] as const)('%s and at once %s, as a terminal and a wrapper send them, are one signal', async (first, second) => {
    const service = await start();
    const { rest } = await begin(`${service.url}/slow`);
    service.child.kill(first);
    service.child.kill(second);
    expect(await rest).toBe('last');
    expect((await service.ended).code).toBeNull();
    expect(servers()).toHaveLength(1);
  });

  test('a service that handles SIGHUP means something else by it: it stays ready', async () => {
    const service = await start({ ENDING: 'reloads' });
    service.child.kill('SIGHUP');
    await expect.poll(() => service.lines.map(({ message }) => message)).toContain('reloaded');
    expect((await fetch(`${service.adminUrl}/health/ready`)).status).toBe(200);
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  });

  test('the shutdown hooks of Nest, which raises the signal again', async () => {
    const service = await start({}, 'nest.mjs');
    const { rest } = await begin(`${service.url}/slow`);
    service.child.kill('SIGTERM');
    expect(await rest).toBe('last');
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(service.lines.find(({ message }) => message === 'closed')).toMatchObject({ signal: 'SIGTERM' });
    expect(servers()).toHaveLength(1);
  });
});

const canUnshare = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;

/** The real process behind `unshare`, which is process 1 of its own namespace. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

describe.skipIf(!canUnshare)('process 1 (skipped where unshare needs more rights)', () => {
  test.each([
    ['SIGTERM', 'ending.cjs', '', 143],
    ['SIGINT', 'ending.cjs', '', 130],
    ['SIGQUIT', 'ending.cjs', '', 131],
    ['SIGTERM', 'nest.mjs', '', 143],
    ['SIGTERM', 'ending.cjs', 'exits', 7],
  ] as const)('%s, %s, handlers: %s: ends with %i', async (signal, file, ending, code) => {
    const command = [process.execPath, '--import', '@plinth/node/register', file];
    const outer = spawn('unshare', ['--pid', '--fork', '--mount-proc', ...command], {
      cwd: join(import.meta.dirname, 'fixtures'),
      env: {
        PATH: process.env['PATH'],
        ENDING: ending,
        PLINTH_ADMIN_PORT: '0',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_BSP_SCHEDULE_DELAY: '60000',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    outer.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await expect.poll(() => text, { timeout: 10_000 }).toContain('"listening"');
    const url = /"url":"([^"]+)"/.exec(text)![1]!;
    await (await fetch(url)).text();
    const ended = once(outer, 'exit');
    process.kill(childOf(outer.pid!), signal);
    const late = setTimeout(() => process.kill(childOf(outer.pid!), 'SIGKILL'), 10_000);
    expect((await ended)[0]).toBe(code);
    clearTimeout(late);
    expect(servers()).toHaveLength(1);
  });
});

describe('one budget', () => {
  test('a handler that only drains, and a Collector that never answers: not twice the time', async () => {
    const hole: Server = createServer(() => {}).listen(0, '127.0.0.1');
    await once(hole, 'listening');
    const timeoutMs = 4000;
    const service = await start({
      ENDING: 'drains',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(hole.address() as AddressInfo).port}`,
      PLINTH_SHUTDOWN_TIMEOUT: String(timeoutMs),
    });
    await (await fetch(service.url)).text();
    const startedAt = performance.now();
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    // Not a measurement: two budgets would be 8 seconds.
    expect(performance.now() - startedAt).toBeLessThan(7500);
    expect(codes(service)).toContain('node.exit_undelivered');
    hole.close();
    hole.closeAllConnections();
  });

  test.each(['', 'exits'])('a Collector that asks to wait for a second, handlers: %s: the batch is delivered', async (ending) => {
    const spans: SpanRecord[] = [];
    let refusals = 0;
    const busy = await startReceiver({
      onTraces: (records) => void spans.push(...records),
      respond: () => (refusals++ === 0 ? { status: 503, headers: { 'retry-after': '1' } } : undefined),
    });
    const service = await start({ ENDING: ending, OTEL_EXPORTER_OTLP_ENDPOINT: busy.url });
    await (await fetch(service.url)).text();
    service.child.kill('SIGTERM');
    await service.ended;
    await busy.shutdown();
    expect(spans.filter(({ kind }) => kind === 'server')).toHaveLength(1);
    expect(codes(service)).not.toContain('node.exit_undelivered');
  });

  test('a stream that does not end is cut, its span is delivered, and nobody says that telemetry was lost', async () => {
    const service = await start({ PLINTH_SHUTDOWN_TIMEOUT: '1500' });
    const { rest } = await begin(`${service.url}/stream`);
    rest.catch(() => {});
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(servers()).toHaveLength(1);
    expect(codes(service)).toContain('node.shutdown_cut');
    expect(codes(service)).not.toContain('node.shutdown_incomplete');
  });
});
