// A service that is bundled whole, the SDK and its registration included, and leaves by `process.exit`: what is in memory goes out by a thread.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver } from '@plinth/otlp';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { requireBanner } from './bundlers.ts';

const folder = join(import.meta.dirname, '../.bundles-whole');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function leave(name: string, entries: Readonly<Record<string, string>>) {
  const outdir = join(folder, name);
  await build({
    entryPoints: { register: '@plinth/node/register', service: join(import.meta.dirname, 'bundled/leaving-service.mjs'), ...entries },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    outdir,
    outExtension: { '.js': '.mjs' },
    banner: { js: requireBanner },
    logLevel: 'error',
  });
  const spans: string[] = [];
  const receiver = await startReceiver({
    onTraces: (records) => void spans.push(...records.map((record) => record.name)),
    onLogs() {},
    onMetrics() {},
  });
  const child = spawn(process.execPath, ['--import', join(outdir, 'register.mjs'), join(outdir, 'service.mjs')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  await receiver.shutdown();
  const codes = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [(JSON.parse(line) as { code?: string }).code] : []));
  return { code, spans, codes: codes.filter((one) => one !== undefined) };
}

test('with the thread’s file beside the bundle the last span arrives', async () => {
  expect(await leave('with', { 'exit-worker': '@plinth/node/exit-worker' })).toEqual({ code: 3, spans: ['last work'], codes: [] });
});

test('without it the log says that something is lost', async () => {
  expect(await leave('without', {})).toEqual({ code: 3, spans: [], codes: ['node.exit_undelivered'] });
});
