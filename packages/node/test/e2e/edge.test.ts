import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, findFreePorts, sendRaw, type RawRequest } from './raw-request.ts';
import { startCollector, startService, type Received, type ServiceProcess } from './service-process.ts';

interface HostileCase extends RawRequest {
  readonly name: string;
}
interface TraceContextCase {
  readonly name: string;
  readonly headers: RawRequest['headers'];
  readonly outcome: 'continued' | 'new';
  readonly tracestate?: Readonly<Record<string, string>>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../../testdata/edge', name), 'utf8'));
const hostile = read('hostile.json') as readonly HostileCase[];
const traceContexts = read('trace-context.json') as readonly TraceContextCase[];

const traceId = '5af7651916cd43dd8448eb211c80319c';
const spanId = 'c7ad6b7169203331';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const running: ServiceProcess[] = [];
let collector: Received;
beforeAll(async () => void (collector = await startCollector()));
afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await collector.shutdown();
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const service = await startService('edge.mjs', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '20', ...env });
  running.push(service);
  return service;
}

/** The same service without the SDK. */
async function startPlain(): Promise<{ url: string; shutdown(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/edge.mjs')], {
    env: { PATH: process.env['PATH'], PLAIN: '1' },
  });
  let output = '';
  const url = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const found = /"url":"([^"]+)"/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { url, shutdown: () => void child.kill('SIGKILL') };
}

/** Headers that differ from answer to answer, and the one that the SDK adds. */
const comparable = (answer: string): string => answer.replace(/^(?:date|x-correlation-id): .*\r\n/gim, '');

async function contextOf(
  url: string,
  headers: RawRequest['headers'],
): Promise<{ headers: Record<string, string>; id: string | undefined }> {
  const answer = await sendRaw(url, { target: '/context', headers });
  const id = /^x-correlation-id: (.*)\r$/im.exec(answer)?.[1];
  return { headers: JSON.parse(bodyOf(answer)) as Record<string, string>, id };
}

describe.each([
  ['trusted', {}],
  ['untrusted', { PLINTH_INBOUND_TRUST: 'untrusted' }],
] as const)('hostile requests to a port that is %s', (_trust, env) => {
  let service: ServiceProcess;
  let plain: { url: string; shutdown(): void };
  beforeAll(async () => {
    [service, plain] = await Promise.all([start(env), startPlain()]);
  });
  afterAll(() => plain.shutdown());

  test.each(hostile)('$name: answered as without the SDK', async (request) => {
    const [answer, plainAnswer] = [await sendRaw(service.url, request), await sendRaw(plain.url, request)];
    expect(answer).toMatch(/^HTTP\/1\.1 \d{3} /);
    expect(comparable(answer)).toBe(comparable(plainAnswer));
    expect(/^x-correlation-id: (.*)\r$/im.exec(answer)?.[1] ?? '').not.toContain('EVIL');
    expect(answer).not.toMatch(/^x-evil:/im);
  });

  test.each(hostile.filter(({ name }) => /\bid\b/.test(name)))('$name: is not sent on', async ({ name, ...request }) => {
    const answer = await sendRaw(service.url, { ...request, target: '/context' });
    const sentOn = answer.startsWith('HTTP/1.1 200') ? bodyOf(answer) : '';
    expect(sentOn, name).not.toMatch(/EVIL|tenant/);
  });

  test('then the service lives, and neither its lines nor its labels have anything of it', async () => {
    expect(await sendRaw(service.url, { headers: [] })).toMatch(/^HTTP\/1\.1 200 /);
    const metrics = await (await fetch(`${service.adminUrl}/metrics`)).text();
    expect(metrics).toContain('http_server_request_duration_seconds_count');
    expect(metrics).not.toContain('EVIL');
    const labels = [...metrics.matchAll(/^http_server_request_duration_seconds_count\{(.*)\}/gm)].map(([, text]) =>
      text?.replace(/http_response_status_code="\d{3}"/, ''),
    );
    expect(new Set(labels).size).toBeLessThanOrEqual(3);
    expect(service.stdout().split('\n').length).toBeGreaterThan(hostile.length / 2);
    for (const line of service.stdout().trimEnd().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(service.stdout()).not.toContain('EVIL');
    expect(service.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(service.stderr()).toBe('');
  });
});

describe('trace context of the W3C test suite', () => {
  let service: ServiceProcess;
  beforeAll(async () => void (service = await start()));

  test.each(traceContexts)('$name: $outcome', async ({ headers, outcome, tracestate }) => {
    const sent = (await contextOf(service.url, headers)).headers;
    expect(sent['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]$/);
    const [, id = '', parent] = sent['traceparent']?.split('-') ?? [];
    // Nothing of a trace id that was refused is taken over.
    const isKnown = /^[56]af7651916cd|^0{32}$/.test(id);
    expect(outcome === 'continued' ? id === traceId : !isKnown).toBe(true);
    expect(parent).not.toBe(spanId);
    const members = Object.fromEntries(
      (sent['tracestate'] ?? '').split(',').flatMap((member) => (member === '' ? [] : [member.split('=')])),
    );
    expect(members).toEqual(tracestate ?? (outcome === 'new' ? {} : members));
  });
});

describe('trust in callers', () => {
  const caller: RawRequest['headers'] = [
    ['traceparent', `00-${traceId}-${spanId}-01`],
    ['tracestate', 'vendor=1'],
    ['baggage', 'tenant=acme,correlation_id=order-99999999'],
    ['x-correlation-id', 'order-12345678'],
  ];
  const spanOf = async (id: string | undefined) => {
    await expect.poll(() => collector.spans.find((span) => span.attributes['correlation_id'] === id)).toBeDefined();
    const found = collector.spans.find((span) => span.attributes['correlation_id'] === id);
    if (found === undefined) throw new Error('no span');
    return found;
  };

  test('trusted: trace, baggage and id go on', async () => {
    const service = await start({ PLINTH_LOG_BAGGAGE_KEYS: 'tenant' });
    const { headers, id } = await contextOf(service.url, caller);
    expect(id).toBe('order-12345678');
    expect(headers).toMatchObject({ traceparent: expect.stringContaining(`00-${traceId}-`), tracestate: 'vendor=1' });
    expect(headers['baggage']).toContain('tenant=acme');
    expect(await spanOf(id)).toMatchObject({ traceId, parentSpanId: spanId, links: [] });
    expect(service.lines.find((line) => line.message === 'request')).toMatchObject({ baggage: { tenant: 'acme' }, correlation_id: id });
  });

  test('untrusted: a new trace that links to the caller, a new id, no baggage', async () => {
    const service = await start({ PLINTH_INBOUND_TRUST: 'untrusted', PLINTH_LOG_BAGGAGE_KEYS: 'tenant' });
    const { headers, id } = await contextOf(service.url, caller);
    expect(id).toMatch(uuid);
    expect(headers['traceparent']).not.toContain(traceId);
    expect(headers).not.toHaveProperty('tracestate');
    expect(headers['baggage'] ?? '').not.toContain('tenant');
    const span = await spanOf(id);
    expect(span.traceId).not.toBe(traceId);
    expect(span.parentSpanId ?? '').toBe('');
    expect(span.links).toMatchObject([{ traceId, spanId }]);
    expect(JSON.stringify(span.links, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      'vendor',
    );
    expect(span.attributes['plinth.caller.correlation_id']).toBe('order-12345678');
    const line = service.lines.find(({ message }) => message === 'request');
    expect(line).toMatchObject({ correlation_id: id, trace_id: span.traceId });
    expect(line).not.toHaveProperty('baggage');
    expect(service.stdout()).not.toContain('order-12345678');
  });

  test('untrusted: an id of the caller that is not valid is told nowhere', async () => {
    const service = await start({ PLINTH_INBOUND_TRUST: 'untrusted' });
    const { id } = await contextOf(service.url, [['x-correlation-id', '4111111111111111']]);
    const span = await spanOf(id);
    expect(span.attributes).not.toHaveProperty(['plinth.caller.correlation_id']);
    expect(span.links).toEqual([]);
  });

  test('untrusted: the sampling decision of the caller is not taken over', async () => {
    const service = await start({ PLINTH_INBOUND_TRUST: 'untrusted', OTEL_TRACES_SAMPLER: 'parentbased_always_off' });
    expect((await contextOf(service.url, caller)).headers['traceparent']).toMatch(/-02$/);
    const open = await start({ PLINTH_INBOUND_TRUST: 'untrusted', OTEL_TRACES_SAMPLER: 'parentbased_always_on' });
    expect((await contextOf(open.url, [['traceparent', `00-${traceId}-${spanId}-00`]])).headers['traceparent']).toMatch(/-03$/);
    const trusting = await start({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' });
    expect((await contextOf(trusting.url, caller)).headers['traceparent']).toMatch(/-01$/);
  });

  test('each port as it is set', async () => {
    const [outer = 0, inner = 0, other = 0] = await findFreePorts(3);
    const service = await start({ PORTS: `${outer},${inner},${other}`, PLINTH_INBOUND_TRUST: `${outer}=untrusted,${inner}=trusted` });
    expect(service.lines.length).toBeGreaterThan(0);
    const isContinued = async (port: number): Promise<boolean> =>
      (await contextOf(`http://127.0.0.1:${port}`, caller)).headers['traceparent']?.includes(traceId) === true;
    expect([await isContinued(outer), await isContinued(inner), await isContinued(other)]).toEqual([false, true, true]);
  });
});
