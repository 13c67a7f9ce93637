// A service under Nx's own executor, as `nx serve` runs it, ended by Ctrl-C.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { beforeAll, describe, expect, test } from 'vitest';
import { findPorts } from './free-ports.ts';
import { addPackedSdk, installProject } from './installed-project.ts';

const folder = installProject('nx-workspace', { nx: '23.3.1', '@nx/js': '23.3.1' });

const project = {
  name: 'orders',
  targets: {
    build: {
      executor: 'nx:run-commands',
      options: { command: 'mkdir -p dist/apps/orders && cp apps/orders/main.cjs dist/apps/orders/main.js' },
    },
    serve: {
      executor: '@nx/js:node',
      continuous: true,
      options: { buildTarget: 'orders:build', watch: false, runtimeArgs: ['--require', '@plinth/node/register'] },
    },
  },
};
const service = `
  const { createServer } = require('node:http');
  const { logger } = require('@plinth/node');
  createServer((request, response) => {
    logger.info('handled');
    setTimeout(() => response.end('ok'), 300);
  }).listen(Number(process.env.PORT), '127.0.0.1', () => logger.info('listening'));
  setInterval(() => {}, 1000);`;

describe.skipIf(folder === undefined)('Nx', () => {
  beforeAll(() => {
    addPackedSdk(folder!);
    mkdirSync(join(folder!, 'apps/orders'), { recursive: true });
    writeFileSync(join(folder!, 'nx.json'), '{ "analytics": false }');
    writeFileSync(join(folder!, 'apps/orders/project.json'), JSON.stringify(project));
    writeFileSync(join(folder!, 'apps/orders/main.cjs'), service);
  });

  test('nx serve: the service has the name of its project, and Ctrl-C answers the request in flight and delivers its span', async () => {
    const spans: SpanRecord[] = [];
    const receiver = await startReceiver({ onTraces: (records) => void spans.push(...records), onLogs() {}, onMetrics() {} });
    const [port, adminPort] = await findPorts(2);
    const child = spawn(
      process.execPath,
      [join(folder!, 'node_modules/nx/dist/bin/nx.js'), 'serve', 'orders', '--outputStyle=stream-without-prefixes'],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          NX_DAEMON: 'false',
          CI: 'true',
          PORT: String(port),
          PLINTH_ADMIN_PORT: String(adminPort),
          OTEL_TRACES_SAMPLER: 'always_on',
          OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        },
        // A group of its own: a terminal sends Ctrl-C to all of it.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const ended = once(child, 'close');
    try {
      await expect.poll(() => text, { timeout: 40_000 }).toContain('"listening"');
      const answer = fetch(`http://127.0.0.1:${port}/`);
      await expect.poll(() => text).toContain('"handled"');
      process.kill(-child.pid!, 'SIGINT');
      expect(await (await answer).text()).toBe('ok');
      await ended;
      expect(spans.map(({ kind }) => kind)).toEqual(['server']);
      const lines = text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
      expect(new Set(lines.map(({ message }) => message))).toEqual(new Set(['handled', 'listening', 'plinth started']));
      expect(lines).toHaveLength(3);
      expect(new Set(lines.map((line) => line['service.name']))).toEqual(new Set(['orders']));
    } finally {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
      await receiver.shutdown();
    }
  });
});
