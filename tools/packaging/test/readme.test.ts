// What the README of @plinth/node tells its readers to type, typed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPackedProject, type PackedProject } from './packed-project.ts';

const readme = readFileSync(join(import.meta.dirname, '../../../packages/node/README.md'), 'utf8');
let project: PackedProject;
beforeAll(() => (project = createPackedProject(['catalog', 'node'])));
afterAll(() => project.remove());

const section = (title: string): string => readme.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

test('Bundlers: the recipe builds a service that starts by the command beside it, and loses nothing at process.exit', async () => {
  const recipe = /```js\n(.*?)```/s.exec(section('Bundlers'))?.[1] ?? '';
  const [, file = '', command = ''] = /^\/\/ (\S+), .*; then: node (.+)$/m.exec(recipe) ?? [];
  const folder = join(project.folder, 'bundled');
  mkdirSync(join(folder, 'src'), { recursive: true });
  // In a way that pulls in all that the SDK has, and a library of the service.
  writeFileSync(
    join(folder, 'src/main.ts'),
    `import fastify from 'fastify';
     import { logger, span } from '@plinth/node';
     import { trace } from '@opentelemetry/api';
     const app = fastify();
     app.get('/x/:id', async () => { logger.info('handled', { active: trace.getActiveSpan()!.spanContext().traceId }); return 'x'; });
     const url = await app.listen({ port: 0, host: '127.0.0.1' });
     await (await fetch(url + '/x/7')).text();
     span('last work', {}, () => {});
     process.exit(3);`,
  );
  writeFileSync(join(folder, file), recipe);
  const built = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
  expect(built.stderr).toBe('');
  expect(built.status).toBe(0);

  const spans: SpanRecord[] = [];
  const receiver = await startReceiver({ onTraces: (records) => void spans.push(...records), onLogs() {}, onMetrics() {} });
  const child = spawn(process.execPath, command.split(' '), {
    cwd: folder,
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  await receiver.shutdown();
  expect(output.stderr).toBe('');
  expect(code).toBe(3);
  expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['GET /x/:id', 'last work']));
  const lines = output.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const server = spans.find(({ name }) => name === 'GET /x/:id');
  expect(lines.find(({ message }) => message === 'handled')).toMatchObject({ trace_id: server?.traceId, active: server?.traceId });
  expect(lines.filter(({ code: said }) => said !== undefined)).toEqual([]);
});

test('In your service: the snippets compile, and run by the command below them', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const part = text.slice(text.indexOf('## In your service'), text.indexOf('## On your platform'));
  const snippets = [...part.matchAll(/```ts\n(\/\/ (src\/\S+\.ts)\b[\s\S]*?)```/g)].map(([, code = '', file = '']) => ({ code, file }));
  const command = /```sh\nnode (.*)\n```/.exec(part)?.[1] ?? '';
  expect(snippets.map(({ file }) => file)).toEqual(['src/telemetry.ts', 'src/main.ts']);
  const folder = join(project.folder, 'service');
  mkdirSync(join(folder, 'src'), { recursive: true });
  for (const { file, code } of snippets) writeFileSync(join(folder, file), code);
  writeFileSync(join(folder, 'package.json'), '{ "name": "storefront", "version": "1.0.0", "type": "module" }');
  const compilerOptions = { module: 'nodenext', strict: true, noEmit: true, allowImportingTsExtensions: true, types: ['node'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  const compiler = join(import.meta.dirname, '../../../node_modules/@typescript/native/bin/tsc');
  expect(spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' }).stdout).toBe('');

  const { status, stdout, stderr } = spawnSync(process.execPath, command.split(' '), {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('"message":"taking an order"');
  expect(stdout).toContain('"event":"order.placed"');
  expect(stdout).not.toContain('jane@example.com');
  expect(stdout).not.toContain('"code"');
});
