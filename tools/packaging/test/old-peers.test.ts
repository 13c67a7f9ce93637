// The SDK beside the oldest OpenTelemetry API that it works with, and on a Node that is too old.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPackedProject, type PackedProject } from './packed-project.ts';

const modules = join(import.meta.dirname, '../../../node_modules');
let project: PackedProject;
beforeAll(() => {
  project = createPackedProject(['catalog', 'node']);
  rmSync(join(project.folder, 'node_modules/@opentelemetry'));
  spawnSync('mkdir', [join(project.folder, 'node_modules/@opentelemetry')]);
  symlinkSync(join(modules, 'opentelemetry-api-1.9'), join(project.folder, 'node_modules/@opentelemetry/api'));
});
afterAll(() => project.remove());

test('@opentelemetry/api 1.9.0: requests are traced, and nothing is said', async () => {
  writeFileSync(
    join(project.folder, 'service.mjs'),
    `import { createServer } from 'node:http';
     import { trace } from '@opentelemetry/api';
     import { logger, span } from '@plinth/node';
     const server = createServer((request, response) => {
       logger.info('handled', { active: trace.getActiveSpan().spanContext().traceId });
       span('work', {}, () => response.end());
     }).listen(0, '127.0.0.1', async () => {
       await (await fetch('http://127.0.0.1:' + server.address().port, { headers: { connection: 'close' } })).text();
       process.kill(process.pid, 'SIGTERM');
     });`,
  );
  const spans: SpanRecord[] = [];
  const receiver = await startReceiver({ onTraces: (records) => void spans.push(...records), onLogs() {}, onMetrics() {} });
  const child = spawn(process.execPath, ['--import', '@plinth/node/register', 'service.mjs'], {
    cwd: project.folder,
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  await once(child, 'close');
  await receiver.shutdown();
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [traceId] = spans.map((span) => span.traceId);
  expect(spans.map(({ kind }) => kind).toSorted()).toEqual(['client', 'internal', 'server']);
  expect(lines.find(({ message }) => message === 'handled')).toMatchObject({ trace_id: traceId, active: traceId });
  expect(lines.flatMap(({ code }) => code ?? [])).toEqual([]);
});

test.each([
  ['--import', ['--import', '@plinth/node/register', 'empty.cjs']],
  ['--require', ['--require', '@plinth/node/register', 'empty.cjs']],
  ['an import', ['importing.mjs']],
  ['a require', ['requiring.cjs']],
])('an old Node, %s: one sentence with the version that is needed', (_name, args) => {
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });`;
  writeFileSync(join(project.folder, 'old.cjs'), old);
  writeFileSync(join(project.folder, 'empty.cjs'), '');
  writeFileSync(join(project.folder, 'importing.mjs'), `import { logger } from '@plinth/node'; logger.info('x');`);
  writeFileSync(join(project.folder, 'requiring.cjs'), `require('@plinth/node').logger.info('x');`);
  const { status, stderr } = spawnSync(process.execPath, ['--require', './old.cjs', ...args], { cwd: project.folder, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('@plinth/node needs Node.js 22.18 or newer, and this is Node.js 20.19.0.');
  expect(stderr).not.toMatch(/SyntaxError|^ {4}at /m);
});

// An older Node refuses a module whose imports it does not have, before that module can say anything.
test('nothing is imported by name that Node 20 does not have', () => {
  for (const file of ['sdk.js', 'register.js', 'transport.js']) {
    const text = readFileSync(join(project.folder, 'node_modules/@plinth/node/dist', file), 'utf8');
    expect(text).not.toMatch(/^import .*\bregisterHooks\b.* from "node:module"/m);
  }
});
