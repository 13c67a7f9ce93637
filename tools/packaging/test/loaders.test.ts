// Services in TypeScript that a loader compiles while they run: the loader and the SDK share the process in either order.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPackedProject, type PackedProject } from './packed-project.ts';

let project: PackedProject;
beforeAll(() => (project = createPackedProject(['catalog', 'node'])));
afterAll(() => project.remove());

const decorated = `
enum Kind { A = 'a' }
function log(_target: unknown, key: string, property: PropertyDescriptor) {
  const wrapped = property.value;
  property.value = function (...given: unknown[]) { logger.info('decorated ' + key); return wrapped.apply(this, given); };
}
class Service { @log hello(kind: Kind) { return kind; } }
const answer = () => new Service().hello(Kind.A);`;
// Node itself takes types away, and nothing else.
const stripped = `
const answer = (): string => { logger.info('decorated hello'); return 'a'; };`;
const service = (middle: string): string => `import fastify from 'fastify';
import { logger } from '@plinth/node';
${middle}
const app = fastify();
app.get('/x/:id', async () => answer());
void app.listen({ port: 0, host: '127.0.0.1' }).then(async (url) => {
  await (await fetch(url + '/x/7', { headers: { connection: 'close' } })).text();
  try { JSON.parse('{'); } catch (error) { logger.error('with stack', { error }); }
  process.kill(process.pid, 'SIGTERM');
});
`;
const parseLine =
  service(decorated)
    .split('\n')
    .findIndex((line) => line.includes('JSON.parse')) + 1;

const imports = ['--import', '@plinth/node/register'];
const requires = ['--require', '@plinth/node/register'];
const tsx = ['--import', 'tsx'];
const swcModules = ['--import', '@swc-node/register/esm-register'];
const tsNode = ['--require', 'ts-node/register/transpile-only'];
const swc = ['--require', '@swc-node/register'];

const compilerOptions = { module: 'nodenext', target: 'es2022', experimentalDecorators: true, esModuleInterop: true, sourceMap: true };

async function run(type: 'module' | 'commonjs', args: readonly string[], middle: string) {
  const folder = join(project.folder, `${type}-${middle === stripped ? 'stripped' : 'decorated'}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'loaded', version: '1.2.3', type }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, 'main.ts'), service(middle));
  const spans: SpanRecord[] = [];
  const receiver = await startReceiver({ onTraces: (records) => void spans.push(...records), onLogs() {}, onMetrics() {} });
  const child = spawn(process.execPath, ['--no-warnings', ...args, 'main.ts'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  await receiver.shutdown();
  const lines = output.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { readonly error?: { readonly stack: string } });
  return { lines, spans, signal, stderr: output.stderr };
}

test.each([
  ['tsx before the SDK', 'module', [...tsx, ...imports], decorated],
  ['tsx after the SDK', 'module', [...imports, ...tsx], decorated],
  ['tsx, CommonJS', 'commonjs', [...imports, ...tsx], decorated],
  ['tsx, CommonJS, the SDK required', 'commonjs', [...requires, ...tsx], decorated],
  ['swc after the SDK', 'module', [...imports, ...swcModules], decorated],
  ['swc before the SDK', 'module', [...swcModules, ...imports], decorated],
  ['ts-node required after the SDK', 'commonjs', [...requires, ...tsNode], decorated],
  ['ts-node required before the SDK', 'commonjs', [...tsNode, ...requires], decorated],
  ['swc required after the SDK', 'commonjs', [...requires, ...swc], decorated],
  ['swc required before the SDK', 'commonjs', [...swc, ...requires], decorated],
  ['Node alone', 'module', imports, stripped],
  ['Node alone, the SDK required', 'module', requires, stripped],
] as const)('%s', async (_name, type, args, middle) => {
  const { lines, spans, signal, stderr } = await run(type, args, middle);
  expect(stderr).toBe('');
  expect(signal).toBe('SIGTERM');
  const server = spans.find(({ kind }) => kind === 'server');
  expect(server).toMatchObject({ name: 'GET /x/:id' });
  expect(lines.find(({ message }) => message === 'decorated hello')).toMatchObject({ trace_id: server?.traceId, 'service.name': 'loaded' });
  const stack = lines.find(({ message }) => message === 'with stack')?.error?.stack ?? '';
  // swc's loader for ES modules says nothing of the source that a place in its output comes from.
  const knowsTheLine = middle === decorated && !args.includes(swcModules[1] as never);
  expect(stack).toContain(knowsTheLine ? `main.ts:${parseLine}:` : 'main.ts:');
  expect(lines.filter(({ code }) => code !== undefined)).toEqual([]);
});
