// What is on the wire where the caller of a request has set headers of the context itself, in each form in which a client takes headers.
import { once } from 'node:events';
import { createServer, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { pipeline as streamPipeline } from 'node:stream/promises';
import { context, propagation, trace } from '@opentelemetry/api';
import * as undici from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setCorrelationId } from '../src/context/correlation.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

let isTrusted = true;
const harness = startTracingHarness(() => isTrusted);
const received: [name: string, value: string][] = [];
const server = createServer((request, response) => {
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2)
    received.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  request.resume();
  response.end('ok');
});
let url = '';
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await undici.getGlobalDispatcher().close();
  server.close();
  server.closeAllConnections();
  harness.shutdown();
});
beforeEach(() => {
  isTrusted = true;
  received.length = 0;
  harness.reset();
});

type Given = Record<string, string>;

const http = (headers: OutgoingHttpHeaders | readonly string[], set: (made: ReturnType<typeof httpRequest>) => void = () => {}) =>
  new Promise<void>((resolve, reject) => {
    const made = httpRequest(url, { headers, method: 'POST' }, (response) => response.resume().on('end', resolve));
    made.on('error', reject);
    set(made);
    made.end('body');
  });
const drain = async (body: AsyncIterable<unknown>) => {
  for await (const _ of body);
};
const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });

const clients: readonly [name: string, send: (given: Given) => Promise<unknown>][] = [
  ['fetch, object', async (given) => (await fetch(url, { headers: given })).text()],
  ['fetch, array', async (given) => (await fetch(url, { headers: Object.entries(given) })).text()],
  ['fetch, Headers', async (given) => (await fetch(url, { headers: new Headers(given) })).text()],
  ['fetch, Request', async (given) => (await fetch(new Request(url, { headers: given, method: 'POST', body: 'x' }))).text()],
  ['undici.fetch', async (given) => (await undici.fetch(url, { headers: given })).text()],
  ['undici.request, object', async (given) => (await undici.request(url, { headers: given })).body.text()],
  ['undici.request, raw array', async (given) => (await undici.request(url, { headers: Object.entries(given).flat() })).body.text()],
  ['undici.request, iterable', async (given) => (await undici.request(url, { headers: new Map(Object.entries(given)) })).body.text()],
  [
    'undici.request, values in lists, other case',
    async (given) => {
      const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toUpperCase(), [value]]));
      await (await undici.request(url, { headers })).body.text();
    },
  ],
  ['undici.stream', (given) => undici.stream(url, { headers: given, method: 'GET' }, sink)],
  [
    'undici.pipeline',
    (given) =>
      streamPipeline(
        Readable.from(['x']),
        undici.pipeline(url, { headers: given, method: 'POST' }, ({ body }) => body),
        sink(),
      ),
  ],
  [
    'undici, a pool',
    async (given) => {
      const pool = new undici.Pool(url);
      await drain((await pool.request({ path: '/', method: 'GET', headers: given })).body);
      await pool.close();
    },
  ],
  ['http, object', (given) => http(given)],
  ['http, raw array', (given) => http(Object.entries({ host: '127.0.0.1', ...given }).flat())],
  ['http, values in lists', (given) => http(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, [value]])))],
  ['http, Expect', (given) => http({ ...given, expect: '100-continue' })],
  [
    'http, setHeader after the request is made',
    (given) =>
      http({}, (made) => {
        for (const [name, value] of Object.entries(given)) made.setHeader(name, value);
      }),
  ],
  [
    'http, setHeaders',
    (given) =>
      http({}, (made) => {
        made.setHeaders(new Headers(given));
        made.flushHeaders();
      }),
  ],
];

const sent = (name: string): string[] => received.filter(([key]) => key === name).map(([, value]) => value);

/** Sends in a span, with the correlation id and the baggage of a request. */
async function send(via: (given: Given) => Promise<unknown>, given: Given): Promise<string> {
  const span = harness.tracer.startSpan('caller');
  const baggage = propagation.createBaggage({ tenant: { value: 'ours' }, region: { value: 'eu' } });
  const active = setCorrelationId(propagation.setBaggage(trace.setSpan(context.active(), span), baggage), 'order-12345678');
  await context.with(active, () => via(given));
  await until(() => harness.client.length === 1);
  return span.spanContext().traceId;
}

const theirs = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'vendor=1',
  baggage: 'tenant=acme;p=1, user=jane',
  'x-correlation-id': 'caller-12345678',
};

describe.each(clients)('%s', (_name, via) => {
  test('the trace is ours, the caller’s id and its baggage stay, ours is beside it', async () => {
    const traceId = await send(via, theirs);
    expect(sent('traceparent')).toEqual([expect.stringMatching(new RegExp(`^00-${traceId}-[0-9a-f]{16}-03$`))]);
    expect(sent('tracestate')).toEqual([]);
    expect(sent('x-correlation-id')).toEqual(['caller-12345678']);
    expect(sent('baggage')).toEqual(['tenant=acme;p=1,user=jane,region=eu,correlation_id=caller-12345678']);
  });

  test('nothing is set: all of it is ours', async () => {
    await send(via, {});
    expect(sent('traceparent')).toHaveLength(1);
    expect(sent('x-correlation-id')).toEqual(['order-12345678']);
    expect(sent('baggage')).toEqual(['tenant=ours,region=eu,correlation_id=order-12345678']);
  });

  test('an id that is none is ours; the one of the caller’s baggage counts too', async () => {
    await send(via, { 'x-correlation-id': '4111111111111111', baggage: 'correlation_id=job-87654321' });
    expect(sent('x-correlation-id')).toEqual(['job-87654321']);
    expect(sent('baggage')).toEqual(['tenant=ours,region=eu,correlation_id=job-87654321']);
  });

  test('a host that is not trusted gets the trace, and what the caller has set', async () => {
    isTrusted = false;
    const traceId = await send(via, theirs);
    expect(sent('traceparent')).toEqual([expect.stringContaining(traceId)]);
    expect(sent('tracestate')).toEqual([]);
    expect(sent('x-correlation-id')).toEqual(['caller-12345678']);
    expect(sent('baggage').join()).toBe(theirs.baggage);
    expect(received.map(([, value]) => value).join()).not.toMatch(/order-12345678|region=eu/);
  });
});

test('a trace context that another listener of undici’s channel adds is not sent beside ours', async () => {
  const { subscribe, unsubscribe } = await import('node:diagnostics_channel');
  const add = (message: unknown): void =>
    void (message as { request: { addHeader(name: string, value: string): unknown } }).request.addHeader('traceparent', theirs.traceparent);
  subscribe('undici:request:create', add);
  const traceId = await send(async () => (await fetch(url)).text(), {});
  unsubscribe('undici:request:create', add);
  expect(sent('traceparent')).toEqual([expect.stringContaining(traceId)]);
});

test('baggage of both grows to what W3C allows, and the caller’s own stays whole', async () => {
  const baggage = `big=${'x'.repeat(8150)}`;
  await send((given) => http(given), { baggage });
  expect(sent('baggage')).toEqual([`${baggage},tenant=ours,region=eu`]);
});
