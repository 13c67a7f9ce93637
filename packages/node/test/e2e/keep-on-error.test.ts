// What failed is known in full, though next to nothing is sampled and the level is `info`.
import { Agent, get } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCollector, startService, type LogLine, type Received, type ServiceProcess } from './service-process.ts';

let collector: Received;
let service: ServiceProcess;
const agent = new Agent({ keepAlive: true, maxSockets: 50 });

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  service.child.kill('SIGKILL');
  await collector.shutdown();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  service = await startService('failing.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BLRP_SCHEDULE_DELAY: '50',
    OTEL_LOGS_EXPORTER: 'console,otlp',
    OTEL_TRACES_SAMPLER_ARG: '0.01',
    PLINTH_KEEP_ON_ERROR: 'true',
    ...env,
  });
}

function ask(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    get(`${service.url}${path}`, { agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}

interface Account {
  readonly created: number;
  readonly exported: number;
  readonly sampled_out: number;
  readonly in_flight: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly difference: number;
}

/** The accounts, once nothing is on its way any more. */
async function settle(): Promise<Record<string, Account>> {
  for (let waited = 0; ; waited += 50) {
    const page = (await (await fetch(`${service.adminUrl}/debug/plinth`)).json()) as {
      ledger: (Account & { signal: string; sink: string })[];
    };
    const accounts = Object.fromEntries(page.ledger.map((account) => [`${account.signal} ${account.sink}`, account]));
    expect(page.ledger.map(({ difference }) => difference)).toEqual([0, 0, 0]);
    if (page.ledger.every(({ in_flight }) => in_flight === 0)) return accounts;
    if (waited > 8000) throw new Error(`still on its way: ${JSON.stringify(accounts)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const traceOf = (spans: Received['spans']) => Map.groupBy(spans, ({ traceId }) => traceId);
const debugLines = (): LogLine[] => service.lines.filter(({ level }) => level === 'debug');

test('1 % sampled, 100 of 2,000 requests fail: 100 complete traces with their debug lines, and none of the others', async () => {
  await start();
  const paths = Array.from({ length: 2000 }, (_, index) => (index % 20 === 7 ? `/fail/${index}` : `/ok/${index}`));
  const statuses = await Promise.all(paths.map((path) => ask(path)));
  expect(statuses.filter((status) => status === 503)).toHaveLength(100);
  const accounts = await settle();

  const traces = traceOf(collector.spans);
  const roots = collector.spans.filter(({ kind }) => kind === 'server');
  const failed = roots.filter(({ attributes }) => String(attributes['url.path']).startsWith('/fail'));
  expect(new Set(failed.map(({ attributes }) => attributes['url.path'])).size).toBe(100);
  for (const { traceId, spanId, attributes } of failed) {
    const spans = traces.get(traceId) ?? [];
    expect(spans.map(({ name }) => name).toSorted()).toEqual(['GET', 'work']);
    expect(spans.find(({ name }) => name === 'work')).toMatchObject({
      parentSpanId: spanId,
      attributes: { 'app.path': attributes['url.path'] },
    });
    expect(spans.every(({ flags }) => (flags & 1) === 1)).toBe(true);
    const lines = debugLines().filter((line) => line['trace_id'] === traceId);
    expect(lines.map(({ message, trace_flags }) => `${message} ${String(trace_flags)}`)).toEqual(['begun 01', 'worked 01']);
    expect(spans.map((span) => span.spanId)).toEqual(expect.arrayContaining(lines.map((line) => line['span_id'])));
  }
  expect(debugLines()).toHaveLength(200);
  expect(collector.logs.filter(({ severityText, flags }) => severityText === 'debug' && flags === 1)).toHaveLength(200);

  // The sampler's own share of those that went well; all the others left nothing.
  const sampled = roots.filter((root) => !failed.includes(root));
  expect(sampled.every(({ attributes }) => attributes['plinth.keep.reason'] === undefined)).toBe(true);
  expect(sampled.length).toBeLessThan(60);
  expect(collector.spans).toHaveLength(2 * (100 + sampled.length));
  expect(failed.filter(({ attributes }) => attributes['plinth.keep.reason'] === 'failed').length).toBeGreaterThan(90);
  expect(accounts['traces otlp']).toMatchObject({
    created: 4000,
    exported: collector.spans.length,
    sampled_out: 4000 - collector.spans.length,
  });
  expect(accounts['logs stdout']).toMatchObject({ sampled_out: 3800, dropped: { hold_full: 0 } });
  expect(accounts['logs otlp']).toMatchObject({ sampled_out: 3800, exported: collector.logs.length });
});

test('the caps hold, and what they cost is counted and told', async () => {
  await start({ OTEL_TRACES_SAMPLER_ARG: '0', PLINTH_KEEP_REQUEST_BYTES: '50000' });
  expect(await ask('/fail?lines=500')).toBe(503);
  const accounts = await settle();
  const lines = debugLines();
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.reduce((sum, line) => sum + JSON.stringify(line).length, 0)).toBeLessThan(50_000);
  expect(accounts['logs stdout']!.dropped['hold_full']).toBe(502 - lines.length);
  const root = collector.spans.find(({ kind }) => kind === 'server');
  expect(root?.attributes).toMatchObject({ 'plinth.keep.reason': 'failed', 'plinth.keep.lost': expect.anything() });
});

test('all requests together keep no more waiting than they may; the oldest gave way, to the record', async () => {
  await start({ OTEL_TRACES_SAMPLER_ARG: '0', PLINTH_KEEP_TOTAL_BYTES: '1000000', PLINTH_KEEP_SLOW_MS: '60000' });
  const statuses = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(`/fail/${index}?lines=100&wait=500`)));
  expect(statuses.every((status) => status === 503)).toBe(true);
  const accounts = await settle();
  const kept = debugLines();
  expect(kept.length).toBeGreaterThan(500);
  expect(kept.reduce((sum, line) => sum + JSON.stringify(line).length, 0)).toBeLessThan(1_000_000);
  const { dropped, sampled_out: sampledOut } = accounts['logs stdout']!;
  // A request that gave way while it ran logs its last line, and that does not wait: it is a line below the level, like any other.
  expect(dropped['hold_full']! + sampledOut + kept.length).toBeGreaterThanOrEqual(50 * 101);
  expect(dropped['hold_full']! + sampledOut + kept.length).toBeLessThanOrEqual(50 * 102);
});

test('slow counts as failed; a caller’s decision is not overruled for those that are neither', async () => {
  await start({ OTEL_TRACES_SAMPLER_ARG: '0', PLINTH_KEEP_SLOW_MS: '200' });
  const traceparent = (digit: string, flags: string) => ({ traceparent: `00-${digit.repeat(32)}-${digit.repeat(16)}-${flags}` });
  await Promise.all([
    ask('/ok/slow?wait=300'),
    ask('/ok/fast'),
    ask('/ok/caller', traceparent('a', '00')),
    ask('/fail/caller', traceparent('b', '00')),
    ask('/fail/sampled', traceparent('c', '01')),
  ]);
  await settle();
  const roots = collector.spans.filter(({ kind }) => kind === 'server');
  expect(Object.fromEntries(roots.map(({ attributes }) => [attributes['url.path'], attributes['plinth.keep.reason']]))).toEqual({
    '/ok/slow': 'slow',
    '/fail/caller': 'failed',
    '/fail/sampled': undefined,
  });
  expect(roots.find(({ attributes }) => attributes['url.path'] === '/fail/caller')).toMatchObject({
    traceId: 'b'.repeat(32),
    parentSpanId: 'b'.repeat(16),
  });
  // What is sampled anyway has its debug lines too.
  expect(debugLines().filter((line) => line['trace_id'] === 'c'.repeat(32))).toHaveLength(2);
});

test('a crash sends what the requests in flight log', async () => {
  await start({ OTEL_TRACES_SAMPLER_ARG: '0', PLINTH_SHUTDOWN_TIMEOUT: '1500' });
  const answers = [ask('/crash?wait=200'), ask('/ok/other?wait=400')].map((answer) => answer.catch(() => 0));
  await service.ended;
  await Promise.all(answers);
  expect(
    debugLines()
      .map(({ message }) => message)
      .toSorted(),
  ).toEqual(['begun', 'begun', 'worked', 'worked']);
});

test('off by default', async () => {
  await start({ OTEL_TRACES_SAMPLER_ARG: '0', PLINTH_KEEP_ON_ERROR: 'false' });
  expect(await ask('/fail/1')).toBe(503);
  const accounts = await settle();
  expect([debugLines(), collector.spans]).toEqual([[], []]);
  expect(accounts['logs stdout']!.dropped).not.toHaveProperty('hold_full');
});
