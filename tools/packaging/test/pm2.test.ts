// PM2 as a team runs it: its fork mode, its cluster, and a reload under load.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPorts } from './free-ports.ts';
import { addPackedSdk, installProject } from './installed-project.ts';

const folder = installProject('pm2-shop', { pm2: '7.0.4' });

const service = `
  import { createServer } from 'node:http';
  import { logger } from '@plinth/node';
  const server = createServer((request, response) => {
    logger.info('handled', { password: 'hunter2-hunter2' });
    setTimeout(() => response.end('ok'), 20);
  });
  server.listen(Number(process.env.PORT), '127.0.0.1', () => logger.info('listening'));`;

interface Pm2 {
  readonly url: string;
  readonly adminUrl: string;
  readonly spans: SpanRecord[];
  run(...args: readonly string[]): Promise<unknown>;
  /** The service's log files, parsed. */
  lines(): Record<string, unknown>[];
}

describe.skipIf(folder === undefined)('PM2', () => {
  let pm2: Pm2;
  let close: () => Promise<void>;

  beforeEach(async () => {
    addPackedSdk(folder!);
    writeFileSync(join(folder!, 'app.mjs'), service);
    const spans: SpanRecord[] = [];
    const receiver = await startReceiver({ onTraces: (records) => void spans.push(...records), onLogs() {}, onMetrics() {} });
    const home = mkdtempSync(join(tmpdir(), 'plinth-pm2-'));
    const [port, adminPort] = await findPorts(2);
    const env = {
      PATH: process.env['PATH'],
      HOME: home,
      PM2_HOME: home,
      PORT: String(port),
      PLINTH_ADMIN_PORT: String(adminPort),
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    };
    const program = join(folder!, 'node_modules/pm2/bin/pm2');
    const run = (...args: readonly string[]): Promise<unknown> =>
      promisify(execFile)(process.execPath, [program, ...args], { cwd: folder, env });
    const logs = join(home, 'logs');
    const read = (name: string): string => readFileSync(join(logs, name), 'utf8');
    pm2 = {
      url: `http://127.0.0.1:${port}/`,
      adminUrl: `http://127.0.0.1:${adminPort}`,
      spans,
      run,
      lines: () =>
        readdirSync(logs)
          .filter((name) => name.includes('-out'))
          .flatMap((name) => read(name).trim().split('\n'))
          .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>])),
    };
    close = async () => {
      execFileSync(process.execPath, [program, 'kill'], { cwd: folder, env, stdio: 'ignore' });
      await receiver.shutdown();
      rmSync(home, { recursive: true });
    };
  });
  afterEach(() => close());

  const start = async (...more: readonly string[]): Promise<void> => {
    await pm2.run('start', 'app.mjs', '--node-args=--import @plinth/node/register', ...more);
    await expect.poll(() => fetch(pm2.url).then((answer) => answer.text(), () => ''), { timeout: 20_000 }).toBe('ok'); // prettier-ignore
  };
  const countRequests = async (): Promise<number> => {
    const text = await (await fetch(`${pm2.adminUrl}/metrics`, { headers: { connection: 'close' } })).text();
    const counts = [...text.matchAll(/^http_server_request_duration_seconds_count\{.*\} (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const named = (message: string): Record<string, unknown>[] => pm2.lines().filter((line) => line['message'] === message);

  test('fork: the service has its own name, its lines are in its file, and its last span arrives', async () => {
    await start();
    await pm2.run('stop', 'app');
    expect(pm2.spans.map(({ kind }) => kind)).toEqual(['server']);
    expect(named('handled')).toMatchObject([{ 'service.name': 'pm2-shop', 'service.version': '2.3.4', trace_id: pm2.spans[0]!.traceId }]);
    expect(named('plinth started')).toHaveLength(1);
    expect(JSON.stringify(pm2.lines())).not.toContain('hunter2');
  });

  test('cluster: the lines of all workers, one answer for all, and a reload that loses nothing', async () => {
    await start('-i', '2');
    const agent = new Agent({ keepAlive: false });
    const request = (): Promise<number> =>
      new Promise((resolve, reject) => {
        get(pm2.url, { agent }, (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0))).on('error', reject);
      });
    let answered = 1;
    for (; answered < 10; answered++) expect(await request()).toBe(200);
    for (let index = 0; index < 4; index++) expect(await countRequests()).toBe(answered);

    let isReloaded = false;
    const reloading = pm2.run('reload', 'app').finally(() => (isReloaded = true));
    for (; !isReloaded; answered++) expect(await request()).toBe(200);
    await reloading;
    await pm2.run('stop', 'app');
    expect(pm2.spans.filter(({ kind }) => kind === 'server')).toHaveLength(answered);
    expect(named('handled')).toHaveLength(answered);
    expect(named('plinth started')).toHaveLength(4);
    expect(new Set(named('handled').map((line) => line['service.name']))).toEqual(new Set(['pm2-shop']));
  });
});
