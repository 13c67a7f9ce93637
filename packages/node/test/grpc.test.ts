// gRPC calls of each kind, between a real client and a real server.
import type { Duplex, Readable, Writable } from 'node:stream';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getCorrelationId, setCorrelationId } from '../src/context/correlation.ts';
import { parseTarget } from '../src/traces/libraries/grpc-client.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
const grpc = await import('@grpc/grpc-js');

interface Item {
  readonly sku: string;
}
const serialize = (value: Item): Buffer => Buffer.from(JSON.stringify(value));
const deserialize = (bytes: Buffer): Item => JSON.parse(bytes.toString()) as Item;
const method = (name: string, requestStream: boolean, responseStream: boolean) => ({
  path: `/shop.Stock/${name}`,
  requestStream,
  responseStream,
  requestSerialize: serialize,
  requestDeserialize: deserialize,
  responseSerialize: serialize,
  responseDeserialize: deserialize,
});
const definition = {
  get: method('Get', false, false),
  put: method('Put', true, false),
  list: method('List', false, true),
  watch: method('Watch', true, true),
};

let seen: (string | undefined)[] = [];
const note = () => seen.push(getCorrelationId(context.active()));
const server = new grpc.Server();
const handlers = {
  get(call: { request: Item }, respond: (error: unknown, value?: Item) => void) {
    note();
    if (call.request.sku === 'missing') respond({ code: grpc.status.NOT_FOUND, details: 'no such item' });
    else if (call.request.sku === 'broken') respond(new RangeError('no stock'));
    else if (call.request.sku === 'throws') throw new TypeError('thrown');
    else if (call.request.sku !== 'hangs') respond(null, call.request);
  },
  put(call: Readable, respond: (error: unknown, value?: Item) => void) {
    let last: Item = { sku: '' };
    call.on('data', (item: Item) => {
      note();
      last = item;
    });
    call.on('end', () => respond(null, last));
  },
  list(call: Writable & { request: Item }) {
    note();
    call.write({ sku: 'a' });
    if (call.request.sku === 'broken') call.emit('error', Object.assign(new Error('gone'), { code: grpc.status.UNAVAILABLE }));
    else call.end();
  },
  watch(call: Duplex) {
    call.on('data', (item: Item) => {
      note();
      call.write(item);
    });
    call.on('end', () => call.end());
  },
};
// As JavaScript would: the types of untyped handlers are those of all kinds at once.
server.addService(definition, handlers as never);
const Client = grpc.makeGenericClientConstructor(definition, 'Stock');
let client: InstanceType<typeof Client>;
let port = 0;

beforeAll(async () => {
  port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
});
afterAll(() => {
  client.close();
  server.forceShutdown();
  harness.shutdown();
});
beforeEach(() => {
  harness.reset();
  seen = [];
});

const correlationId = 'order-12345678';
const call = (name: string, ...args: unknown[]) => (client[name] as unknown as (...args: unknown[]) => unknown).apply(client, args);

function inRequest<T>(fn: () => Promise<T>): Promise<T> {
  return context.with(setCorrelationId(ROOT_CONTEXT, correlationId), () =>
    harness.tracer.startActiveSpan('request', (span) => fn().finally(() => span.end())),
  );
}
const get: (sku: string, ...rest: unknown[]) => Promise<Item> = (sku, ...rest) =>
  new Promise((resolve, reject) =>
    call('get', { sku }, ...rest, (error: unknown, value: Item) => (error ? reject(error as Error) : resolve(value))),
  );
const ofKind = (kind: SpanKind) => harness.spans().find((span) => span.kind === kind);
const calls = () =>
  harness.calls
    .map(({ side, statusCode, errorType }) => [side, statusCode, errorType])
    .toSorted(([left], [right]) => String(left).localeCompare(String(right)));

test('a unary call is a client span with a server span below, one trace, one correlation id', async () => {
  const metadata = new grpc.Metadata();
  await inRequest(() => get('a', metadata));
  await until(() => harness.calls.length === 2);
  const request = harness.spans().find((span) => span.name === 'request');
  const attributes = { 'rpc.system.name': 'grpc', 'rpc.method': 'shop.Stock/Get', 'rpc.response.status_code': 'OK' };
  expect(ofKind(SpanKind.CLIENT)).toMatchObject({
    name: 'shop.Stock/Get',
    parentSpanContext: { spanId: request?.spanContext().spanId },
    attributes: { ...attributes, 'server.address': '127.0.0.1', 'server.port': port },
  });
  expect(ofKind(SpanKind.SERVER)).toMatchObject({
    name: 'shop.Stock/Get',
    parentSpanContext: { spanId: ofKind(SpanKind.CLIENT)?.spanContext().spanId },
    attributes: { ...attributes, correlation_id: correlationId },
  });
  expect(seen).toEqual([correlationId]);
  expect(harness.calls).toMatchObject([
    { method: 'shop.Stock/Get', errorType: undefined },
    { method: 'shop.Stock/Get', errorType: undefined },
  ]);
  // The caller's own metadata is not changed.
  expect(metadata.getMap()).toEqual({});
});

test('of what the caller has set in its metadata, the correlation id is sent, and not the trace', async () => {
  const metadata = new grpc.Metadata();
  metadata.set('traceparent', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`);
  metadata.set('tracestate', 'vendor=1');
  metadata.set('x-correlation-id', 'caller-12345678');
  await inRequest(() => get('a', metadata));
  await until(() => harness.calls.length === 2);
  expect(ofKind(SpanKind.SERVER)?.parentSpanContext?.spanId).toBe(ofKind(SpanKind.CLIENT)?.spanContext().spanId);
  expect(ofKind(SpanKind.SERVER)?.parentSpanContext?.traceState).toBeUndefined();
  expect(seen).toEqual(['caller-12345678']);
});

test('the callback runs in the context of its caller, also of calls that wait for one connection', async () => {
  const fresh = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const request = () =>
    harness.tracer.startActiveSpan(
      'request',
      (span) =>
        new Promise<boolean>((resolve) => {
          (fresh['get'] as unknown as (...args: unknown[]) => unknown).call(fresh, { sku: 'a' }, () =>
            resolve(trace.getSpan(context.active()) === span),
          );
        }),
    );
  expect(await Promise.all([request(), request(), request()])).toEqual([true, true, true]);
  fresh.close();
});

test.each([
  ['missing', 'NOT_FOUND', 'NOT_FOUND', undefined],
  ['broken', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN'],
  ['throws', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN'],
])('%s answers %s: error of the client %s, of the server %s', async (sku, status, clientError, serverError) => {
  await expect(inRequest(() => get(sku))).rejects.toThrow(new RegExp(status));
  await until(() => harness.calls.length === 2);
  expect(calls()).toEqual([
    ['client', status, clientError],
    ['server', status, serverError],
  ]);
  expect(ofKind(SpanKind.CLIENT)?.status.code).toBe(SpanStatusCode.ERROR);
  expect(ofKind(SpanKind.SERVER)?.status.code).toBe(serverError === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR);
});

test('a deadline that passes ends both sides', async () => {
  await expect(inRequest(() => get('hangs', { deadline: Date.now() + 50 }))).rejects.toThrow(/DEADLINE/);
  await until(() => harness.calls.length === 2);
  expect(calls()).toEqual([
    ['client', 'DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED'],
    ['server', 'CANCELLED', undefined],
  ]);
});

test('streams of each kind', async () => {
  await inRequest(
    () =>
      new Promise<void>((resolve) => {
        const stream = call('put', () => resolve()) as Writable;
        stream.write({ sku: 'a' });
        stream.end({ sku: 'b' });
      }),
  );
  await inRequest(
    () => new Promise<void>((resolve) => void (call('list', { sku: '' }) as Readable).on('data', () => {}).on('end', () => resolve())),
  );
  await inRequest(
    () =>
      new Promise<void>((resolve) => {
        const stream = call('watch') as Duplex;
        stream.on('data', () => stream.end()).on('end', () => resolve());
        stream.write({ sku: 'a' });
      }),
  );
  await until(() => harness.calls.length === 6);
  expect(calls().map(([, status]) => status)).toEqual(Array.from({ length: 6 }, () => 'OK'));
  expect(seen).toEqual([correlationId, correlationId, correlationId, correlationId]);
  expect(new Set(harness.calls.map(({ method: name }) => name))).toEqual(
    new Set(['shop.Stock/Put', 'shop.Stock/List', 'shop.Stock/Watch']),
  );
});

test('a stream that breaks says how', async () => {
  await inRequest(
    () =>
      new Promise<void>((resolve) => void (call('list', { sku: 'broken' }) as Readable).on('data', () => {}).on('error', () => resolve())),
  );
  await until(() => harness.calls.length === 2);
  expect(calls()).toEqual([
    ['client', 'UNAVAILABLE', 'UNAVAILABLE'],
    ['server', 'UNAVAILABLE', 'UNAVAILABLE'],
  ]);
});

test('baggage goes along', async () => {
  const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
  await context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () => get('a'));
  await until(() => harness.calls.length === 2);
  expect(ofKind(SpanKind.SERVER)?.spanContext().traceId).toBe(ofKind(SpanKind.CLIENT)?.spanContext().traceId);
});

test.each([
  ['dns:localhost:50051', 'localhost', 50051],
  ['dns:///stock.shop.svc:443', 'stock.shop.svc', 443],
  ['dns://8.8.8.8/stock:443', 'stock', 443],
  ['ipv4:127.0.0.1:50051', '127.0.0.1', 50051],
  ['ipv6:[::1]:50051', '::1', 50051],
  ['stock:50051', 'stock', 50051],
  ['unix:/tmp/stock.sock', '/tmp/stock.sock', undefined],
])('%s', (text, address, expected) => expect(parseTarget(text)).toEqual({ address, port: expected }));
