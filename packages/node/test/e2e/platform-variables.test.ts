// Variables that a platform sets for all of its services: they stop none of them, and what they say counts where it can.
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCollector, type LogLine, type Received } from './service-process.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

interface Ended {
  readonly code: number;
  readonly lines: readonly LogLine[];
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a service of this code with the SDK, to its end. */
function run(code: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const args = ['--import', '@plinth/node/register', '--input-type=module', '-'];
  const own = { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_SERVICE_NAME: 'variables', ...env };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: fixtures, env: own }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').flatMap((line) => (line.startsWith('{"timestamp"') ? [JSON.parse(line) as LogLine] : []));
      resolve({ code: error === null ? 0 : Number(error.code), lines, stdout, stderr });
    });
    child.stdin?.end(code);
  });
}

const started = (code: string): string => `console.error('SERVICE RUNS'); ${code}`;
const problemsOf = ({ lines }: Ended): unknown[] =>
  lines.filter(({ level }) => level === 'warn').map((line) => [line['code'], line['problem']]);

describe('a value that Plinth cannot use', () => {
  test.each<readonly [Record<string, string>, string, RegExp]>([
    [{ OTEL_TRACES_SAMPLER: 'xray', OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://127.0.0.1:2000' }, 'node.variable_unusable', /^OTEL_TRACES_SAMPLER: .*"xray"/],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'node.variable_unusable', /^OTEL_TRACES_EXPORTER: /],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=$(POD_NAME),broken' }, 'node.variable_unusable', /^OTEL_RESOURCE_ATTRIBUTES: /],
    [{ OTEL_SDK_DISABLED: '1' }, 'node.variable_unusable', /^OTEL_SDK_DISABLED: must be true or false, got "1"/],
    [{ OTEL_PROPAGATORS: 'tracecontext,ottrace' }, 'node.propagator_missing', /^ottrace: @opentelemetry\/propagator-ot-trace/],
    [{ OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such.pem' }, 'node.variable_unusable', /^OTEL_EXPORTER_OTLP_CERTIFICATE: must be a readable file/],
    [{ OTEL_EXPORTER_OTLP_CERTIFICATE: join(fixtures, 'service.mjs') }, 'node.variable_unusable', /^OTEL_EXPORTER_OTLP_CERTIFICATE: must be a file in PEM/],
    [{ OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '/no' }, 'node.variable_unusable', /^OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: must be a readable file/],
  ])('%j: the service runs, and is told once', async (env, code, problem) => {
    const ended = await run(started(''), env);
    expect(ended).toMatchObject({ code: 0, stderr: 'SERVICE RUNS\n' });
    expect(problemsOf(ended)).toEqual([[code, expect.stringMatching(problem)]]);
  }); // prettier-ignore

  test('a file for a signal that is not pushed is not read', async () => {
    const ended = await run(started(''), { OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: '/no/such.pem' });
    expect([ended.code, problemsOf(ended)]).toEqual([0, []]);
  });

  test('PLINTH_* stops the start', async () => {
    const ended = await run(started(''), { PLINTH_LOG_LEVEL: 'loud' });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^node\.options_invalid: .*\n {2}- PLINTH_LOG_LEVEL/) });
  });
});

const oneSpan = "const { span } = await import('@plinth/node'); span('work', { a: 'long-value' }, (s) => s.addEvent('e', { b: 1, c: 2 }));";

describe('a value that counts', () => {
  let collector: Received;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.shutdown());

  test('a list of exporters: spans are sent and printed', async () => {
    const ended = await run(oneSpan, { OTEL_TRACES_EXPORTER: 'otlp,console', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    expect(collector.spans.splice(0).map(({ name }) => name)).toEqual(['work']);
    expect(ended.stdout).toContain('"name":"work"');
  });

  test('limits of 0, general limits, and those of an event', async () => {
    const env = {
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4',
      OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    };
    await run(oneSpan, env);
    const [limited] = collector.spans.splice(0);
    expect(limited?.attributes).toMatchObject({ a: 'long' });
    expect(limited?.events.map(({ attributes }) => attributes)).toEqual([{ b: 1 }]);
    await run(oneSpan, { ...env, OTEL_SPAN_EVENT_COUNT_LIMIT: '0', OTEL_ATTRIBUTE_COUNT_LIMIT: '0' });
    expect(collector.spans.splice(0)).toMatchObject([{ name: 'work', attributes: {}, events: [] }]);
  });
});

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const nodeKnowsProxies = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);

describe.runIf(nodeKnowsProxies)('NODE_USE_ENV_PROXY', () => {
  let proxy: Server;
  const seen: string[] = [];
  beforeAll(async () => {
    proxy = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      request.resume().once('end', () => response.end());
    }).on('connect', (request, socket: Socket) => {
      seen.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 no\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void proxy.close());

  test.each([
    ['the natural end', oneSpan],
    ['process.exit, where a thread sends', `${oneSpan} process.exit(0)`],
  ])('exports go through the proxy: %s', async (_name, code) => {
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: url, HTTPS_PROXY: url };
    seen.length = 0;
    const plain = await run(code, { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otlp.invalid/x' });
    expect([plain.code, problemsOf(plain), seen]).toEqual([0, [], ['POST http://otlp.invalid/x/v1/traces']]);
    await run(code, { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp.invalid', PLINTH_SHUTDOWN_TIMEOUT: '500' });
    expect(seen).toContain('CONNECT otlp.invalid:443');
  });
});

test('a flush can be asked of the tracer provider, and of what is behind it', async () => {
  const collector = await startCollector();
  const code = `
    const { trace } = await import('@opentelemetry/api');
    const provider = trace.getTracerProvider();
    provider.getTracer('t', '1', { schemaUrl: 'https://opentelemetry.io/schemas/1.30.0' }).startSpan('first').end();
    await provider.forceFlush();
    trace.getTracer('t').startSpan('second').end();
    await provider.getDelegate().forceFlush({ timeoutMillis: 5000 });
    await provider.shutdown();
    process.kill(process.pid, 'SIGKILL');`;
  await run(code, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '60000' });
  expect(collector.spans.map(({ name }) => name)).toEqual(['first', 'second']);
  expect(collector.spans[0]?.scope).toMatchObject({ name: 't', schemaUrl: 'https://opentelemetry.io/schemas/1.30.0' });
  await collector.shutdown();
});
