// Next.js as a team deploys it: `next start` with --import, and a standalone server with instrumentation.ts. Next.js is too large for the
// workspace. Where it cannot be installed, the tests are skipped.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver, type SpanRecord } from '@plinth/otlp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPorts } from './free-ports.ts';
import { addPackedSdk, installProject } from './installed-project.ts';

const installed = installProject('next-shop', { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' });
const folder = installed ?? '';
const next = join(folder, 'node_modules/next/dist/bin/next');

const files = {
  'app/layout.js': 'export default function Layout({ children }) { return <html><body>{children}</body></html>; }',
  'app/page.js': `export const dynamic = 'force-dynamic'; export default function Page() { return <p>shop</p>; }`,
  'app/api/orders/[id]/route.js': `
    import { logger } from '@plinth/node';
    export const dynamic = 'force-dynamic';
    export async function GET(request, { params }) {
      const { id } = await params;
      logger.info('an order', { id, email: 'jane@example.com' });
      return Response.json({ id });
    }`,
  'instrumentation.js': `
    export async function register() {
      if (process.env.NEXT_RUNTIME === 'nodejs' && process.env.REGISTER === 'instrumentation') await import('@plinth/node/register');
    }`,
  'next.config.js': `module.exports = { output: 'standalone', outputFileTracingRoot: __dirname, serverExternalPackages: ['@plinth/node', '@plinth/catalog'] };`,
};

const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

describe.skipIf(installed === undefined)('Next.js', () => {
  beforeAll(() => {
    addPackedSdk(folder);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build'], { cwd: folder, encoding: 'utf8', env });
    if (status !== 0) throw new Error(`next build failed: ${stdout}${stderr}`);
  }, 300_000);
  afterAll(() => rmSync(join(folder, '.next'), { recursive: true, force: true }));

  test.each([
    ['next start', ['--import', '@plinth/node/register', next, 'start', '--port', '0', '--hostname', '127.0.0.1'], '--import', []],
    // The standalone server lists no port that it has chosen itself, so it gets one.
    ['standalone, by instrumentation', [join(folder, '.next/standalone/server.js')], 'instrumentation', ['node.registered_late']],
  ] as const)('%s', { timeout: 60_000 }, async (_name, args, way, codes) => {
    const spans: SpanRecord[] = [];
    const receiver = await startReceiver({ onTraces: (records) => void spans.push(...records), onLogs() {}, onMetrics() {} });
    const [port] = await findPorts(1);
    const child = spawn(
      process.execPath,
      args.map((argument) => (argument === '0' ? String(port) : argument)),
      {
        cwd: folder,
        env: {
          ...env,
          REGISTER: way,
          PORT: String(port),
          HOSTNAME: '127.0.0.1',
          PLINTH_ADMIN_PORT: '0',
          OTEL_TRACES_SAMPLER: 'always_on',
          OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const ended = once(child, 'close');
    try {
      const output = { stdout: '', stderr: '' };
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
      while (!output.stdout.includes('Ready')) {
        if (child.exitCode !== null) throw new Error(output.stderr);
        await Promise.race([once(child.stdout, 'data'), ended]);
      }
      // A standalone server loads instrumentation.ts at its first request.
      await (await fetch(`http://127.0.0.1:${port}/`)).text();
      expect(await (await fetch(`http://127.0.0.1:${port}/api/orders/7`)).json()).toEqual({ id: '7' });
      child.kill('SIGTERM');
      await ended;
      const lines = output.stdout
        .split('\n')
        .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
      const server = spans.find(({ kind, attributes }) => kind === 'server' && attributes['url.path'] === '/api/orders/7');
      expect(server).toBeDefined();
      expect(lines.find(({ message }) => message === 'an order')).toMatchObject({
        'service.name': 'next-shop',
        'service.version': '2.3.4',
        'deployment.environment.name': 'production',
        trace_id: server?.traceId,
        email: expect.not.stringContaining('jane'),
      });
      expect(lines.flatMap(({ code }) => code ?? [])).toEqual(codes);
    } finally {
      child.kill('SIGKILL');
      await receiver.shutdown();
    }
  });
});
