// A bundled service with the SDK registered outside of the bundle keeps its three pillars, or is told at start what it has lost.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { afterAll, describe, expect, test } from 'vitest';
import { bundlers, type Bundle } from './bundlers.ts';

// Inside the workspace, so that what stays outside of a bundle is found.
const folder = join(import.meta.dirname, '../.bundles');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Line = Readonly<Record<string, unknown>>;

interface Observed {
  readonly lines: readonly Line[];
  readonly spans: readonly SpanRecord[];
  readonly metrics: string;
  readonly body: unknown;
  readonly stderr: string;
  readonly signal: NodeJS.Signals | null;
}

/** Runs the bundle, asks it once, ends it by SIGTERM. */
async function observe(file: string): Promise<Observed> {
  const spans: SpanRecord[] = [];
  const receiver = await startReceiver({ onTraces: (records) => void spans.push(...records), onLogs() {}, onMetrics() {} });
  const child = spawn(process.execPath, ['--import', '@plinth/node/register', file], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  try {
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
    const lines = (): Line[] => output.stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
    const url = await waitFor(
      child,
      () => lines().find(({ message }) => message === 'listening')?.['url'],
      () => output.stderr,
    );
    const admin = String(lines().find(({ message }) => message === 'plinth started')?.['admin_url']);
    const response = await fetch(`${String(url)}/orders/o-1`, { headers: { 'x-correlation-id': 'order-12345678' } });
    const body: unknown = await response.json();
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    child.kill('SIGTERM');
    const [, signal] = await ended;
    return { lines: lines(), spans, metrics, body, stderr: output.stderr, signal };
  } finally {
    child.kill('SIGKILL');
    await receiver.shutdown();
  }
}

async function waitFor<T>(child: ChildProcess, read: () => T | undefined, explain: () => string): Promise<T> {
  for (let waited = 0; waited < 15_000 && child.exitCode === null; waited += 10) {
    const found = read();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the service did not start: ${explain()}`);
}

async function runBundle(bundler: string, bundle: Omit<Bundle, 'outfile'>): Promise<Observed> {
  const name = `${bundler}-${bundle.all ? 'all' : 'own'}-${bundle.external.join('-')}`;
  const outfile = join(folder, `${name}.${bundle.format === 'esm' ? 'mjs' : 'cjs'}`);
  mkdirSync(folder, { recursive: true });
  await bundlers[bundler]?.({ ...bundle, outfile });
  return observe(outfile);
}

const formats = ['esm', 'cjs'] as const;
const each = Object.keys(bundlers).flatMap((bundler) => formats.map((format) => ({ bundler, format })));
const notices = ({ lines }: Observed): unknown[] =>
  lines.filter(({ code }) => code !== undefined).map(({ code, problem }) => `${String(code)} ${String(problem)}`);

function expectPillars({ lines, spans, metrics, body, stderr, signal }: Observed): void {
  expect(stderr).toBe('');
  expect(signal).toBe('SIGTERM');
  const server = spans.find(({ kind }) => kind === 'server');
  expect(server).toMatchObject({ name: 'GET /orders/:id', attributes: { correlation_id: 'order-12345678' } });
  expect(body).toEqual({ correlation: 'order-12345678' });
  for (const message of ['placing order', 'order.placed']) {
    expect(lines.find((line) => line['message'] === message)).toMatchObject({
      trace_id: server?.traceId,
      correlation_id: 'order-12345678',
    });
  }
  expect(metrics).toContain('\norder_placed_total 1\n');
  expect(metrics).toMatch(/http_server_request_duration_seconds_count\{[^}]*http_route="\/orders\/:id"[^}]*\} 1/);
}

const databaseSpans = ({ spans }: Observed): unknown[] => spans.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');

describe.concurrent.each(each)('$bundler, $format', ({ bundler, format }) => {
  test('dependencies outside: nothing is lost, and nothing is said', async () => {
    const observed = await runBundle(bundler, { format, all: false, external: [] });
    expectPillars(observed);
    expect(databaseSpans(observed)).toHaveLength(1);
    expect(notices(observed)).toEqual([]);
  });

  test('all inside: the pillars are kept, and the start says that the database is not traced', async () => {
    const observed = await runBundle(bundler, { format, all: true, external: [] });
    expectPillars(observed);
    expect(databaseSpans(observed)).toEqual([]);
    expect(notices(observed)).toEqual(['node.library_bundled pg: is inside the main file of the service']);
  });

  test('all inside but the database, as the notice advises: nothing is lost, and nothing is said', async () => {
    const observed = await runBundle(bundler, { format, all: true, external: ['pg'] });
    expectPillars(observed);
    expect(databaseSpans(observed)).toHaveLength(1);
    expect(notices(observed)).toEqual([]);
  });
}); // prettier-ignore
