// OTEL_CONFIG_FILE with a real file, OpenTelemetry's own SDK and a real receiver: the file decides about traces, Plinth does the rest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { spawnService, startCollector, startService, type Received, type ServiceProcess } from './service-process.ts';

let folder: string;
let collector: Received;
const running: { readonly child: ServiceProcess['child'] }[] = [];
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'plinth-declared-'))));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => void (collector = await startCollector()));
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  await collector.shutdown();
});

/** A file; the batch waits for a minute, so what arrives was flushed. */
function writeConfig({ sampler = 'always_on:', propagators = 'tracecontext:', extra = '', delay = 60_000 } = {}): string {
  const file = join(folder, `otel-${Math.random()}.yaml`);
  const text = `
file_format: "1.0"
${extra}
resource:
  attributes:
    - name: service.name
      value: declared-orders
    - name: service.version
      value: "7.1"
    - name: team
      value: checkout
propagator:
  composite:
${propagators
  .split(',')
  .map((name) => `    - ${name}`)
  .join('\n')}
tracer_provider:
  processors:
    - batch:
        schedule_delay: ${delay}
        exporter:
          otlp_http:
            endpoint: ${collector.url}/v1/traces
  sampler:
    ${sampler}
`;
  writeFileSync(file, text);
  return file;
}

async function start(file: string, env: Record<string, string> = {}): Promise<ServiceProcess> {
  const service = await startService('declared.mjs', { OTEL_CONFIG_FILE: file, ...env });
  running.push(service);
  return service;
}

const ask = async (url: string, headers: Record<string, string> = {}): Promise<void> => void (await (await fetch(url, { headers })).text());
const rootOf = (spans: Received['spans']) => spans.find(({ kind }) => kind === 'server');

test('spans go where the file says, clean; logs, metrics, correlation and the end are Plinth’s', async () => {
  const service = await start(writeConfig());
  await ask(service.url, { 'x-correlation-id': 'order-4711' });
  const exposition = await (await fetch(`${service.adminUrl}/metrics`, { headers: { accept: 'application/openmetrics-text' } })).text();
  expect(collector.spans).toEqual([]);
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });

  expect(collector.spans.map(({ name }) => name).toSorted()).toEqual(['GET', expect.stringMatching(/^query /), 'work']);
  const root = rootOf(collector.spans)!;
  expect(root).toMatchObject({
    resource: { attributes: { 'service.name': 'declared-orders', team: 'checkout' } },
    flags: expect.anything(),
  });
  expect(collector.spans.every(({ traceId }) => traceId === root.traceId)).toBe(true);
  expect(collector.everything()).not.toMatch(/hunter2|4111111111111111/);
  expect(collector.everything()).toContain('[REDACTED]');
  const line = service.lines.find(({ message }) => message === 'handled');
  expect(line).toMatchObject({
    trace_id: root.traceId,
    span_id: root.spanId,
    trace_flags: '01',
    correlation_id: 'order-4711',
    'service.name': 'declared-orders',
    'service.version': '7.1',
    password: '[REDACTED]',
  });
  expect(exposition).toMatch(new RegExp(`http_server_request_duration_seconds_bucket.*# \\{.*${root.traceId}`));
  expect(exposition).toContain('declared-orders');
  // Nothing but log lines on stdout.
  expect(service.stdout().trim().split('\n')).toHaveLength(service.lines.length);
});

test.each([
  ['a natural end', '/end', 0],
  ['a crash', '/crash', 1],
])('%s loses nothing', async (_what, path, code) => {
  const service = await start(writeConfig());
  await ask(`${service.url}${path}`, { connection: 'close' });
  expect((await service.ended).code).toBe(code);
  expect(collector.spans).toHaveLength(3);
});

test('the file’s sampler counts, not the variables; what it takes the place of is told once', async () => {
  const service = await start(writeConfig({ sampler: 'always_off:' }), {
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_SERVICE_NAME: 'from-variable',
    PLINTH_ADMIN_TOKEN: 'correct-horse-battery',
  });
  await ask(service.url);
  const headers = { authorization: 'Bearer correct-horse-battery', 'content-type': 'application/json' };
  const ratio = await fetch(`${service.adminUrl}/control/sampling-ratio`, { method: 'PUT', headers, body: '{"ratio":1}' });
  expect(ratio.status).toBe(404);
  service.child.kill('SIGTERM');
  await service.ended;
  expect(collector.spans).toEqual([]);
  const told = service.lines.filter(({ code }) => code === 'node.config_file_overrides');
  expect(told).toHaveLength(1);
  expect(told[0]!['problem']).toMatch(/OTEL_BSP_SCHEDULE_DELAY, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER/);
  expect(service.lines.find(({ message }) => message === 'handled')).toMatchObject({
    trace_flags: '00',
    'service.name': 'declared-orders',
  });
});

test('propagators of the file are used, also those that Plinth has none of', async () => {
  const service = await start(writeConfig({ propagators: 'tracecontext:,b3multi:' }));
  await ask(service.url, { 'x-b3-traceid': 'a'.repeat(32), 'x-b3-spanid': 'b'.repeat(16), 'x-b3-sampled': '1' });
  await ask(service.url, { traceparent: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01` });
  service.child.kill('SIGTERM');
  await service.ended;
  const roots = collector.spans.filter(({ kind }) => kind === 'server');
  expect(roots.map(({ traceId, parentSpanId }) => [traceId, parentSpanId])).toEqual([
    ['a'.repeat(32), 'b'.repeat(16)],
    ['c'.repeat(32), 'd'.repeat(16)],
  ]);
});

test('a Collector that is away, or refuses, is told of in a log line', async () => {
  const away = await start(writeConfig(), { PLINTH_SHUTDOWN_TIMEOUT: '1000' });
  const [waiting, ending] = [await start(writeConfig({ delay: 50 })), await start(writeConfig())];
  await collector.shutdown();
  await ask(away.url);
  away.child.kill('SIGTERM');
  await away.ended;
  expect(away.lines.map(({ code }) => code)).toContain('node.shutdown_incomplete');

  const refusing = createServer((_request, response) => response.writeHead(400).end());
  await new Promise<void>((resolve) => refusing.listen(Number(new URL(collector.url).port), '127.0.0.1', resolve));
  const told = (service: ServiceProcess): unknown => service.lines.find(({ code }) => code === 'node.export_failed')?.['problem'];
  await ask(waiting.url);
  for (let waited = 0; told(waiting) === undefined && waited < 8000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told(waiting)).toContain('400');
  await ask(ending.url);
  ending.child.kill('SIGTERM');
  await ending.ended;
  expect(told(ending)).toMatch(/^traces: /);
  refusing.close();
  collector = await startCollector();
});

describe('stops the start', () => {
  const run = async (file: string, execArgv: string[] = []) => {
    const service = spawnService('declared.mjs', file === '' ? {} : { OTEL_CONFIG_FILE: file }, execArgv);
    running.push(service);
    return { ended: await service.ended, stderr: service.stderr() };
  };

  test('a file that is not there', async () => {
    const { ended, stderr } = await run('/nowhere/otel.yaml');
    expect(ended.code).toBe(1);
    expect(stderr).toMatch(/^node\.config_file_invalid: .*\n {2}- OTEL_CONFIG_FILE: \/nowhere\/otel\.yaml: ENOENT/);
  });

  test('a file that OpenTelemetry refuses', async () => {
    const { ended, stderr } = await run(writeConfig({ sampler: 'sometimes:' }));
    expect(ended.code).toBe(1);
    expect(stderr).toContain('node.config_file_invalid');
    expect(stderr).toContain('sometimes');
  });

  test('the package is missing; without the file nobody asks for it', async () => {
    const hide = `import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) {
      if (name === '@opentelemetry/sdk-node') throw new Error("Cannot find package '@opentelemetry/sdk-node'"); return next(name, context); } });`;
    const execArgv = ['--import', `data:text/javascript,${encodeURIComponent(hide)}`];
    const { ended, stderr } = await run(writeConfig(), execArgv);
    expect(ended.code).toBe(1);
    expect(stderr).toMatch(/^node\.config_file_sdk_missing: .*\n.*@opentelemetry\/sdk-node could not be loaded/);
    const service = await startService('declared.mjs', { OTEL_TRACES_EXPORTER: 'none' }, execArgv);
    running.push(service);
    await ask(service.url);
  });
});

test('disabled: true leaves the logger', async () => {
  const service = await startService('declared.mjs', { OTEL_CONFIG_FILE: writeConfig({ extra: 'disabled: true' }) });
  running.push(service);
  await ask(`${service.url}/end`, { connection: 'close' });
  await service.ended;
  expect(collector.spans).toEqual([]);
  expect(service.lines.map(({ message }) => message)).toEqual(['listening', 'handled']);
});
