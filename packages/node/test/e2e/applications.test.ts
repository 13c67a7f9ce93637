// Applications that know nothing of the SDK, with the usual frameworks and loggers. Not one file of theirs is changed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSecrets } from '../canary/corpus.ts';
import { buildNeedle, findLeaks } from '../canary/search.ts';
import { startCollector } from './service-process.ts';

// What only a pattern can find is a matter of the patterns: docs/redaction.md has what they miss.
const secrets = readSecrets().filter(
  ({ class: kind, kind: name }) => (kind === 'named' || kind === 'checked') && name !== 'password in text',
);
const needles = secrets.map(({ id, core, value }) => {
  const at = value.indexOf('@');
  return buildNeedle(id, core, at === -1 ? '' : value.slice(at + 1));
});
const correlationId = 'order-12345678';

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly metrics: string;
  readonly traceId: string | undefined;
}

async function run(file: string, framework: string, logger: string, sdk: readonly string[]): Promise<Outcome> {
  const collector = await startCollector();
  const child = spawn(process.execPath, [...sdk, join(import.meta.dirname, 'fixtures', file)], {
    cwd: import.meta.dirname,
    env: {
      PATH: process.env['PATH'],
      NO_COLOR: '1',
      FRAMEWORK: framework,
      LOGGER: logger,
      PLINTH_ADMIN_PORT: '0',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...(logger === 'console' ? { PLINTH_ADOPT: 'console' } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const ended = once(child, 'close');
    await expect.poll(() => stderr, { timeout: 20_000 }).toMatch(/listening at \S+\n/);
    const url = /listening at (\S+)/.exec(stderr)![1]!;
    const headers = { 'content-type': 'text/plain', 'x-correlation-id': correlationId };
    expect(await (await fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify(secrets) })).text()).toBe('ok');
    const adminUrl = /"admin_url":"([^"]+)"/.exec(stdout)?.[1];
    const accept = { accept: 'application/openmetrics-text' };
    const metrics = adminUrl === undefined ? '' : await (await fetch(`${adminUrl}/metrics`, { headers: accept })).text();
    // A logger alone does not wait for its last lines when a signal comes.
    await expect.poll(() => stdout, { timeout: 10_000 }).toContain('handled');
    child.kill('SIGTERM');
    await ended;
    return { stdout, stderr, metrics, traceId: collector.spans.find(({ kind }) => kind === 'server')?.traceId };
  } finally {
    child.kill('SIGKILL');
    await collector.shutdown();
  }
}

test.each([
  ['http', 'winston', 'application.cjs'],
  ['express', 'winston', 'application.mjs'],
  ['koa', 'winston', 'application.cjs'],
  ['express', 'pino', 'application.cjs'],
  ['hono', 'pino', 'application.mjs'],
  ['fastify', 'fastify', 'application.mjs'],
  ['fastify', 'winston', 'application.cjs'],
  ['nest', 'nest', 'application.mjs'],
  ['koa', 'console', 'application.mjs'],
  ['http', 'console', 'application.cjs'],
])(
  '%s with %s, %s: each line has the ids of its request, none has a secret, and the metrics lead to the trace',
  async (...[framework, logger, file]) => {
    const { stdout, stderr, metrics, traceId } = await run(file, framework, logger, ['--import', '@plinth/node/register']);
    expect(findLeaks(stdout + stderr, needles)).toEqual([]);
    expect(traceId).toBeDefined();
    const lines = stdout.split('\n').filter((line) => line !== '' && !line.includes('"plinth started"'));
    // Nest prints errors and objects in several lines, and Fastify says that it listens.
    const ofRequest =
      logger === 'nest'
        ? lines.filter((line) => /^\[Nest\].*\bhandled\b/.test(line))
        : lines.filter((line) => !line.includes('Server listening'));
    expect(ofRequest.length).toBeGreaterThan(logger === 'nest' ? 0 : secrets.length);
    for (const line of ofRequest) {
      expect(line).toContain(traceId);
      expect(line).toContain(correlationId);
    }
    expect(metrics).toMatch(new RegExp(`^http_server_request_duration_seconds_bucket.*# \\{trace_id="${traceId}"`, 'm'));
  },
);

test('without the SDK the same applications show every secret', async () => {
  const { stdout } = await run('application.cjs', 'http', 'winston', []);
  expect(findLeaks(stdout, needles)).toHaveLength(needles.length);
  expect(stdout).not.toContain(correlationId);
});
