// Several processes or threads, one service: one admin port, its metrics added up, its telemetry complete.
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startCollector, startService, until, type Received, type ServiceProcess } from './service-process.ts';

let collector: Received;
let service: ServiceProcess | undefined;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  service?.child.kill('SIGKILL');
  await collector.shutdown();
});

async function start(file: string, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  service = await startService(file, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env });
  return service;
}
const openMetrics = { accept: 'application/openmetrics-text; version=1.0.0' };
const scrape = async ({ adminUrl }: ServiceProcess) => (await fetch(`${adminUrl}/metrics`, { headers: openMetrics })).text();
const visits = (text: string) => Number(/^shop_visits_total (\d+)/m.exec(text)?.[1]);
const groupFiles = (pid: number) => readdirSync(tmpdir()).filter((name) => name.startsWith(`plinth-${pid}-`));

describe('cluster', () => {
  test('one port has the metrics of all workers, with exemplars; each worker’s spans and lines arrive', async () => {
    const running = await start('cluster.mjs');
    const pids = new Set<string>();
    for (let index = 0; index < 30; index++) {
      // A new connection each: the primary deals them out.
      pids.add(await (await fetch(running.url, { headers: { connection: 'close' } })).text());
    }
    expect(pids.size).toBe(3);
    const text = await scrape(running);
    expect(visits(text)).toBe(30);
    expect(text).toMatch(/^http_server_request_duration_seconds_count\{.*\} 30$/m);
    const exemplarIds = [...text.matchAll(/# \{trace_id="([0-9a-f]{32})"/g)].map(([, id]) => id);
    expect(exemplarIds.length).toBeGreaterThan(0);
    expect(text.match(/^target_info/gm)).toHaveLength(1);
    // Three workers and the primary.
    expect(text).toMatch(/^plinth_build_info\{.*\} 1$/m);
    expect(running.lines.filter(({ message }) => message === 'plinth started')).toHaveLength(1);

    const debug = (await (await fetch(`${running.adminUrl}/debug/plinth`)).json()) as {
      members: { pid: number; ledger: { difference: number }[] }[];
    };
    expect(new Set(debug.members.map(({ pid }) => String(pid)))).toEqual(pids);
    for (const { ledger } of debug.members) for (const { difference } of ledger) expect(difference).toBe(0);

    running.child.kill('SIGTERM');
    expect(await running.ended).toEqual({ code: null, signal: 'SIGTERM' });
    const servers = collector.spans.filter(({ kind }) => kind === 'server');
    expect(servers).toHaveLength(30);
    for (const id of exemplarIds) expect(servers.map(({ traceId }) => traceId)).toContain(id);
    expect(running.lines.filter((line) => line['event'] === 'order.placed')).toHaveLength(30);
    expect(groupFiles(running.child.pid!)).toEqual([]);
  });

  test('SIGTERM to the primary alone: requests of the workers are answered', async () => {
    const running = await start('cluster.mjs');
    const slow = Array.from({ length: 6 }, async () => (await fetch(`${running.url}/slow`, { headers: { connection: 'close' } })).text());
    await until(() => running.lines.filter((line) => line['event'] === 'order.placed').length === 6);
    running.child.kill('SIGTERM');
    expect(new Set(await Promise.all(slow)).size).toBe(3);
    expect(await running.ended).toEqual({ code: null, signal: 'SIGTERM' });
  });

  test('not ready where a worker is not', async () => {
    const running = await start('cluster.mjs');
    const ready = () => fetch(`${running.adminUrl}/health/ready`);
    expect((await ready()).status).toBe(200);
    await fetch(`${running.url}/break`);
    const report = await ready();
    expect(report.status).toBe(503);
    expect(await report.json()).toMatchObject({
      checks: [{ ok: true }, { ok: true }, { ok: true }].map(() => expect.objectContaining({ name: 'database' })),
    });
  });

  test('what runtime control changes counts in every worker, and is taken back in every worker', async () => {
    const token = 'correct-horse-battery-staple';
    const running = await start('cluster.mjs', { PLINTH_ADMIN_TOKEN: token });
    const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(`${running.adminUrl}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.json();
    };
    const visit = async (): Promise<void> => {
      for (let index = 0; index < 6; index++) await (await fetch(running.url, { headers: { connection: 'close' } })).text();
    };
    const placed = (): number => running.lines.filter(({ event }) => event === 'order.placed').length;
    const audited = (type: string): number => running.lines.filter(({ event }) => event === `plinth.control.${type}`).length;

    expect(await call('PUT', '/control/log-level', { level: 'error' })).toMatchObject({ value: 'error', members: 3 });
    await visit();
    expect(await call('DELETE', '/control/log-level')).toMatchObject({ reverted: [{ value: 'error' }], members: 3 });
    await visit();
    running.child.kill('SIGTERM');
    await running.ended;
    // Those of the second round alone; the changes are in the log of each process.
    expect(placed()).toBe(6);
    expect([audited('changed'), audited('reverted')]).toEqual([4, 4]);
  });

  test('a worker that died is not asked any more', async () => {
    const running = await start('cluster.mjs');
    const pid = Number(await (await fetch(running.url)).text());
    expect(visits(await scrape(running))).toBe(1);
    process.kill(pid, 'SIGKILL');
    const [directory] = groupFiles(running.child.pid!);
    await until(async () => {
      // What the worker has counted stays.
      expect(visits(await scrape(running))).toBe(1);
      return !existsSync(`${tmpdir()}/${directory}/${pid}-0`);
    });
  });
});

test('threads: `process.exit` of the main thread waits for what they have left', async () => {
  const running = await start('threads.mjs');
  await (await fetch(running.url)).text();
  // A terminated thread is not waited for; the other one works on.
  await (await fetch(`${running.url}/terminate`)).text();
  await fetch(`${running.url}/exit`).catch(() => {});
  expect(await running.ended).toEqual({ code: 3, signal: null });
  expect(collector.spans.filter(({ name }) => name === 'work in a thread').length).toBeGreaterThanOrEqual(2);
});

test('threads: their metrics and spans are the service’s, what the process has once is counted once', async () => {
  const running = await start('threads.mjs');
  for (let index = 0; index < 5; index++) await (await fetch(running.url)).text();
  const text = await scrape(running);
  expect(visits(text)).toBe(10);
  const rss = Number(/^process_resident_memory_bytes(?:\{.*\})? (\d+)/m.exec(text)?.[1]);
  expect(rss).toBeLessThan(1.5 * 1024 * 1024 * 1024);
  expect(text.match(/^process_cpu_seconds_total/gm)).toHaveLength(1);
  // A thread that ends by itself delivers first.
  await (await fetch(`${running.url}/end`)).text();
  await until(() => collector.spans.length >= 12);
  expect(collector.spans.filter(({ name }) => name === 'work in a thread')).toHaveLength(12);
  running.child.kill('SIGTERM');
  expect(await running.ended).toEqual({ code: null, signal: 'SIGTERM' });
});
