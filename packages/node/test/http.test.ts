import { once } from 'node:events';
import { createServer, get, request, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import express from 'express';
import fastify from 'fastify';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getCorrelationId } from '../src/context/correlation.ts';
import { createHostFilter } from '../src/context/propagation-hosts.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness((host) => host !== 'untrusted' && createHostFilter([])(host));
afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());

const servers: Server[] = [];
async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const serverSpan = () => harness.spans().find((span) => span.kind === SpanKind.SERVER);
const clientSpan = () => harness.spans().find((span) => span.kind === SpanKind.CLIENT);

describe('server', () => {
  test('a request has a span with the stable attributes, and a record', async () => {
    const url = await listen((_request, response) => response.writeHead(201).end('made'));
    await fetch(`${url}/orders?id=7&token=s3cret-value`, { method: 'POST', headers: { 'user-agent': 'probe' } });
    await until(() => harness.server.length === 1);
    expect(serverSpan()).toMatchObject({
      name: 'POST',
      attributes: {
        'http.request.method': 'POST',
        'url.scheme': 'http',
        'url.path': '/orders',
        'url.query': 'id=7&token=[REDACTED]',
        'server.address': '127.0.0.1',
        'http.response.status_code': 201,
        'user_agent.original': 'probe',
        'network.protocol.version': '1.1',
      },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(harness.server[0]).toMatchObject({ method: 'POST', statusCode: 201, route: undefined, errorType: undefined });
    expect(harness.active.count).toBe(0);
  });

  test('the handler, its timers, promises and body events run in the context of the span', async () => {
    const seen: (string | undefined)[] = [];
    const note = () => seen.push(trace.getSpan(context.active())?.spanContext().spanId);
    const url = await listen((incoming, response) => {
      note();
      incoming.on('data', note);
      const finish = async (): Promise<void> => {
        note();
        await new Promise((resolve) => setTimeout(resolve, 1));
        note();
        response.end();
      };
      incoming.on('end', () => void finish());
    });
    await fetch(url, { method: 'POST', body: 'x'.repeat(10) });
    await until(() => harness.server.length === 1);
    expect(seen).toHaveLength(4);
    expect(new Set(seen)).toEqual(new Set([serverSpan()?.spanContext().spanId]));
  });

  test('requests of one keep-alive connection do not see each other, and nothing leaks out', async () => {
    const seen: string[] = [];
    const url = await listen((_incoming, response) => {
      seen.push(trace.getSpan(context.active())!.spanContext().traceId);
      setTimeout(() => response.end(), 5);
    });
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    expect(new Set(seen).size).toBe(2);
    expect(trace.getSpan(context.active())).toBeUndefined();
  });

  test('continues the caller’s trace and takes its baggage', async () => {
    let tenant: string | undefined;
    const url = await listen((_incoming, response) => {
      tenant = propagation.getBaggage(context.active())?.getEntry('tenant')?.value;
      response.end();
    });
    const traceId = 'a'.repeat(32);
    // By a plain socket: a client of this process would be traced, and send its own context.
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end(
      `GET / HTTP/1.1\r\nHost: a\r\ntraceparent: 00-${traceId}-${'b'.repeat(16)}-01\r\nbaggage: tenant=acme\r\nConnection: close\r\n\r\n`,
    );
    socket.resume();
    await until(() => harness.server.length === 1);
    expect(serverSpan()?.spanContext().traceId).toBe(traceId);
    expect(serverSpan()?.parentSpanContext?.spanId).toBe('b'.repeat(16));
    expect(tenant).toBe('acme');
  });

  test('a 500 is an error, a 404 is not, an aborted request says so', async () => {
    const url = await listen((incoming, response) => {
      if (incoming.url === '/hang') return;
      response.writeHead(incoming.url === '/broken' ? 500 : 404).end();
    });
    await rawGet(`${url}/broken`);
    await rawGet(`${url}/missing`);
    const hanging = get(`${url}/hang`).on('error', () => {});
    await until(() => harness.active.count === 1);
    hanging.destroy();
    await until(() => harness.server.length === 3);
    expect(harness.server.map(({ statusCode, errorType }) => [statusCode, errorType])).toEqual([
      [500, '500'],
      [404, undefined],
      [200, 'aborted'],
    ]);
    const statuses = harness
      .spans()
      .filter((span) => span.kind === SpanKind.SERVER)
      .map((span) => span.status.code);
    expect(statuses).toEqual([SpanStatusCode.ERROR, SpanStatusCode.UNSET, SpanStatusCode.UNSET]);
  });

  test('an unknown method is _OTHER', async () => {
    const url = await listen((_incoming, response) => response.end());
    await new Promise((resolve) => request(url, { method: 'PURGE' }, resolve).end());
    await until(() => harness.server.length === 1);
    expect(harness.server[0]?.method).toBe('_OTHER');
  });
});

describe('correlation id', () => {
  async function idsFor(headers: Record<string, string | string[]>): Promise<{ seen: string | undefined; echoed: string | undefined }> {
    let seen: string | undefined;
    const url = await listen((_incoming, response) => {
      seen = getCorrelationId(context.active());
      response.end();
    });
    const response = await rawGet(url, headers);
    return { seen, echoed: response.headers['x-correlation-id'] as string | undefined };
  }

  test.each([
    [{ 'x-correlation-id': 'order-12345678' }, 'order-12345678'],
    [{ 'x-request-id': 'request-12345678' }, 'request-12345678'],
    [{ 'x-correlation-id': 'bad id!', 'x-request-id': 'request-12345678' }, 'request-12345678'],
    [{ baggage: 'correlation_id=baggage-12345678' }, 'baggage-12345678'],
  ])('%j is accepted', async (headers, id) => {
    expect(await idsFor(headers as Record<string, string>)).toEqual({ seen: id, echoed: id });
  });

  test.each([
    [{ 'x-correlation-id': 'short' }],
    [{ 'x-correlation-id': 'x'.repeat(3000) }],
    [{ 'x-correlation-id': 'a=1,tenant=victim' }],
    [{ 'x-correlation-id': '"><script>alert(1)' }],
    [{ 'x-correlation-id': ['order-12345678', 'order-87654321'] }],
    [{ baggage: 'correlation_id=%0d%0aforged' }],
  ])('%j is replaced by a new UUIDv7', async (headers) => {
    const { seen, echoed } = await idsFor(headers as Record<string, string>);
    expect(seen).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    expect(echoed).toBe(seen);
  });
});

describe('client', () => {
  test.each(['fetch', 'http'])('%s has a span below the active one and carries it on', async (kind) => {
    let received: IncomingMessage['headers'] = {};
    const url = await listen((incoming, response) => {
      received = incoming.headers;
      response.end('ok');
    });
    await harness.tracer.startActiveSpan('caller', async (caller) => {
      await (kind === 'fetch'
        ? fetch(`${url}/a?token=s3cret-value`).then((response) => response.text())
        : rawGet(`${url}/a?token=s3cret-value`));
      caller.end();
    });
    await until(() => harness.client.length === 1);
    const caller = harness.spans().find((span) => span.name === 'caller');
    expect(clientSpan()?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
    expect(received.traceparent).toBe(`00-${caller?.spanContext().traceId}-${clientSpan()?.spanContext().spanId}-03`);
    expect(clientSpan()?.attributes).toMatchObject({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'url.full': `${url}/a?token=[REDACTED]`,
    });
    expect(harness.client[0]).toMatchObject({ statusCode: 200, serverAddress: '127.0.0.1', serverPort: Number(new URL(url).port) });
  });

  test('a refused connection and a 503 are errors', async () => {
    const url = await listen((_incoming, response) => response.writeHead(503).end());
    await rawGet(url);
    await rawGet('http://127.0.0.1:9').catch(() => {});
    await until(() => harness.client.length === 2);
    expect(harness.client.map((record) => record.errorType)).toEqual(['503', 'ECONNREFUSED']);
  });

  test('the correlation id and baggage go to trusted hosts only, the trace everywhere', async () => {
    const received: IncomingMessage['headers'][] = [];
    const target = await listen((incoming, response) => {
      received.push(incoming.headers);
      response.end();
    });
    const { port } = new URL(target);
    const front = await listen((_incoming, response) => {
      const call = (host: string) =>
        new Promise((resolve) =>
          get({ host, port, lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) }, (answer) =>
            answer.resume().on('end', resolve),
          ),
        );
      void call('payments')
        .then(() => call('untrusted'))
        .then(() => response.end());
    });
    await rawGet(front, { 'x-correlation-id': 'order-12345678', baggage: 'tenant=acme' });
    expect(received).toHaveLength(2);
    expect(received[0]).toMatchObject({ 'x-correlation-id': 'order-12345678' });
    expect(received[0]?.['baggage']).toContain('tenant=acme');
    expect(received[0]?.['baggage']).toContain('correlation_id=order-12345678');
    expect(received[1]?.traceparent).toBeDefined();
    expect(received[1]?.['baggage']).toBeUndefined();
    expect(received[1]?.['x-correlation-id']).toBeUndefined();
  });

  test('headers given as an array do not break the request', async () => {
    const url = await listen((_incoming, response) => response.end());
    const status = await new Promise((resolve, reject) => {
      request(url, { headers: ['host', 'x', 'a', 'b'] as unknown as string[] }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});

describe('routes', () => {
  async function routeOf(handler: RequestListener, path: string): Promise<string | undefined> {
    const url = await listen(handler);
    await rawGet(`${url}${path}`);
    await until(() => harness.server.length === 1);
    const [record] = harness.server.splice(0);
    return record?.route;
  }

  test('express: the template, below mounted routers and applications too, never the path', async () => {
    const app = express();
    app.get('/orders/:id', (_request, response) => void response.send('ok'));
    const tenants = express.Router({ mergeParams: true });
    const invoices = express.Router();
    invoices.get('/:invoice', (_request, response) => void setTimeout(() => response.send('ok'), 2));
    tenants.use('/invoices', invoices);
    tenants.get('/', (_request, response) => void response.send('ok'));
    app.use('/tenants/:tenant', tenants);
    const sub = express();
    sub.get('/ping', (_request, response) => void response.send('ok'));
    app.use('/sub', sub);
    expect(await routeOf(app, '/orders/42')).toBe('/orders/:id');
    expect(await routeOf(app, '/tenants/7/invoices/9')).toBe('/tenants/:tenant/invoices/:invoice');
    expect(await routeOf(app, '/tenants/7')).toBe('/tenants/:tenant');
    expect(await routeOf(app, '/sub/ping')).toBe('/sub/ping');
    expect(await routeOf(app, '/nothing/here')).toBeUndefined();
  });

  test('express: an error thrown in a handler is recorded on the span', async () => {
    const app = express();
    app.get('/boom', async () => {
      throw new TypeError('no such order');
    });
    app.use((_error: unknown, _request: unknown, response: ServerResponse, _next: unknown) => void response.writeHead(500).end());
    expect(await routeOf(app as RequestListener, '/boom')).toBe('/boom');
    expect(serverSpan()?.attributes['error.type']).toBe('TypeError');
    expect(serverSpan()?.events).toMatchObject([{ name: 'exception', attributes: { 'exception.message': 'no such order' } }]);
  });

  test('express: an error that leaves a mounted router keeps the route it came from', async () => {
    const app = express();
    const tenants = express.Router();
    tenants.get('/broken', () => {
      throw new RangeError('no stock');
    });
    app.use('/tenants/:tenant', tenants);
    app.use((_error: unknown, _request: unknown, response: ServerResponse, _next: unknown) => void response.writeHead(500).end());
    expect(await routeOf(app as RequestListener, '/tenants/7/broken')).toBe('/tenants/:tenant/broken');
    expect(serverSpan()?.attributes['error.type']).toBe('RangeError');
  });

  test('express: an error that a handler turns into a 4xx is not one of the server', async () => {
    const app = express();
    app.get('/boom', async () => {
      throw new TypeError('no such order');
    });
    app.use((_error: unknown, _request: unknown, response: ServerResponse, _next: unknown) => void response.writeHead(409).end());
    await routeOf(app as RequestListener, '/boom');
    expect(serverSpan()).toMatchObject({ status: { code: SpanStatusCode.UNSET }, events: [] });
  });

  test('fastify: the template, also of a request that fails validation; not found has none', async () => {
    const app = fastify();
    app.get('/orders/:id', { schema: { params: { type: 'object', properties: { id: { type: 'integer' } } } } }, async () => 'ok');
    app.get('/boom', async () => {
      throw new RangeError('too far');
    });
    await app.register(async (scope) => void scope.get('/items/:item', async () => 'ok'), { prefix: '/v1' });
    await app.ready();
    const handler = app.routing as unknown as RequestListener;
    expect(await routeOf(handler, '/orders/42')).toBe('/orders/:id');
    expect(await routeOf(handler, '/orders/abc')).toBe('/orders/:id');
    expect(await routeOf(handler, '/v1/items/3')).toBe('/v1/items/:item');
    expect(await routeOf(handler, '/nothing')).toBeUndefined();
    harness.reset();
    expect(await routeOf(handler, '/boom')).toBe('/boom');
    expect(serverSpan()?.attributes['error.type']).toBe('RangeError');
  });
});

function rawGet(url: string, headers: Record<string, string | string[]> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    }).on('error', reject);
  });
}
