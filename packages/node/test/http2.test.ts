// Servers and clients of node:http2: streams, requests, frameworks, with TLS and beside HTTP/1.1.
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  Http2Server,
  IncomingHttpHeaders,
  OutgoingHttpHeaders,
  ServerHttp2Stream,
} from 'node:http2';
import { get as httpsGet } from 'node:https';
import { type AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import * as undici from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getCorrelationId, setCorrelationId } from '../src/context/correlation.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
// After the harness, as in a service.
const http2 = await import('node:http2');
const { fastify } = await import('fastify');
const { default: Koa } = await import('koa');
const { default: Router } = await import('@koa/router');

afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function listen(server: Http2Server, scheme = 'http'): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => server.close());
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
function connectTo(url: string, options: object = {}): ClientHttp2Session {
  const session = http2.connect(url, options).on('error', () => {});
  closing.push(() => session.destroy());
  return session;
}
async function answerOf(stream: ClientHttp2Stream): Promise<{ headers: IncomingHttpHeaders; body: string }> {
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  let body = '';
  for await (const chunk of stream.setEncoding('utf8')) body += String(chunk);
  if (!stream.destroyed) await once(stream, 'close');
  return { headers, body };
}
const ask = (url: string, headers: OutgoingHttpHeaders = {}) => answerOf(connectTo(url).request(headers));

const ids = (): string => `${trace.getSpan(context.active())?.spanContext().traceId} ${getCorrelationId(context.active())}`;
const ofKind = (kind: SpanKind) => harness.spans().filter((span) => span.kind === kind);
const given = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, 'x-correlation-id': 'order-12345678' };

describe('a server', () => {
  const servers: [name: string, create: (heard: string[]) => Http2Server][] = [
    [
      'requests',
      (heard) =>
        http2.createServer((request, response) => {
          heard.push(ids());
          request.on('data', () => heard.push(ids())).on('end', () => setTimeout(() => (heard.push(ids()), response.end(ids())), 1));
          response.on('close', () => heard.push(ids()));
        }),
    ],
    [
      'streams',
      (heard) =>
        http2.createServer().on('stream', (stream) => {
          heard.push(ids());
          stream.on('data', () => heard.push(ids())).on('end', () => (stream.respond({ ':status': 200 }), stream.end(ids())));
          stream.on('close', () => heard.push(ids()));
        }),
    ],
  ];
  test.each(servers)('%s: span, record, context of all events, correlation id', async (_name, create) => {
    const heard: string[] = [];
    const url = await listen(create(heard));
    const made = connectTo(url).request({ ':method': 'POST', ':path': '/orders?id=7&token=s3cret-value', 'user-agent': 'probe', ...given });
    made.end('body');
    const { headers, body } = await answerOf(made);
    await until(() => harness.server.length === 1 && heard.length >= 3);
    const client = ofKind(SpanKind.CLIENT)[0];
    expect(body).toBe(`${client?.spanContext().traceId} order-12345678`);
    expect(new Set(heard)).toEqual(new Set([body]));
    expect(headers['x-correlation-id']).toBe('order-12345678');
    const { port } = new URL(url);
    expect(ofKind(SpanKind.SERVER)).toMatchObject([
      {
        name: 'POST',
        parentSpanContext: { spanId: client?.spanContext().spanId },
        attributes: {
          'http.request.method': 'POST',
          'url.scheme': 'http',
          'url.path': '/orders',
          'url.query': 'id=7&token=[REDACTED]',
          'server.address': '127.0.0.1',
          'server.port': Number(port),
          'network.protocol.version': '2',
          'http.response.status_code': 200,
          'user_agent.original': 'probe',
          'client.address': '127.0.0.1',
          correlation_id: 'order-12345678',
        },
      },
    ]);
    expect(harness.server).toMatchObject([{ method: 'POST', statusCode: 200, protocolVersion: '2', errorType: undefined }]);
    expect(harness.active.count).toBe(0);
  });

  test('a 500 is an error, and so is what a client does not wait for', async () => {
    const url = await listen(
      http2.createServer((request, response) => {
        if (request.url === '/hang') return;
        response.writeHead(500).end();
      }),
    );
    await ask(url, { ':path': '/broken' });
    const hanging = connectTo(url).request({ ':path': '/hang' });
    hanging.on('error', () => {});
    await until(() => harness.active.count === 1);
    hanging.close(http2.constants.NGHTTP2_CANCEL);
    await until(() => harness.server.length === 2);
    expect(harness.server.map(({ statusCode, errorType }) => [statusCode, errorType])).toEqual([
      [500, '500'],
      [undefined, 'aborted'],
    ]);
    expect(ofKind(SpanKind.SERVER)[0]?.status.code).toBe(SpanStatusCode.ERROR);
  });

  test('a stream of events that its client ends has no error; one that the server cuts is aborted', async () => {
    const server = http2.createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
    });
    const sessions: { destroy(): void }[] = [];
    server.on('session', (session) => sessions.push(session));
    const url = await listen(server);
    const leaves = [(client: ClientHttp2Stream) => client.close(http2.constants.NGHTTP2_CANCEL), () => sessions.at(-1)?.destroy()];
    for (const leave of leaves) {
      const stream = connectTo(url).request({});
      stream.on('error', () => {});
      await once(stream, 'data');
      leave(stream);
      await until(() => harness.active.count === 0);
    }
    expect(harness.server.map(({ statusCode, errorType }) => [statusCode, errorType])).toEqual([
      [200, undefined],
      [200, 'aborted'],
    ]);
  });

  test.each([
    [
      'respond, a list where Node takes one',
      (stream: ServerHttp2Stream) => {
        try {
          stream.respond([':status', '204'] as never);
        } catch {
          stream.respond({ ':status': 204 });
        }
        stream.end();
      },
    ],
    ['nothing but the end', (stream: ServerHttp2Stream) => stream.end('x')],
    ['a file', (stream: ServerHttp2Stream) => stream.respondWithFile(import.meta.filename)],
    ['an id of the service', (stream: ServerHttp2Stream) => (stream.respond({ 'x-correlation-id': 'order-12345678' }), stream.end())],
  ])('%s: the answer has the id', async (name, answer) => {
    const url = await listen(http2.createServer().on('stream', answer));
    const { headers } = await ask(url, given);
    await until(() => harness.server.length === 1);
    expect(harness.server[0]?.statusCode).toBe(Number(headers[':status']));
    expect(headers['x-correlation-id']).toBe(name === 'nothing but the end' ? undefined : 'order-12345678');
  });

  test('a path that is left out has ids, and no span', async () => {
    let heard = '';
    const url = await listen(http2.createServer((_request, response) => ((heard = ids()), response.end())));
    await ask(url, { ':path': '/healthz', ...given });
    await until(() => harness.client.length === 1);
    expect(heard).toMatch(/ order-12345678$/);
    expect(ofKind(SpanKind.SERVER)).toEqual([]);
    expect(harness.server).toEqual([]);
  });

  test('fastify', async () => {
    const app = fastify({ http2: true });
    app.get('/orders/:id', async () => ids());
    app.get('/broken', async () => {
      throw new RangeError('too far');
    });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    closing.push(() => app.close());
    const session = connectTo(url);
    expect((await answerOf(session.request({ ':path': '/orders/42', ...given }))).body).toMatch(/ order-12345678$/);
    await answerOf(session.request({ ':path': '/broken' }));
    session.close();
    await until(() => harness.server.length === 2);
    expect(harness.server.map(({ route, statusCode, errorType }) => [route, statusCode, errorType])).toEqual([
      ['/orders/:id', 200, undefined],
      ['/broken', 500, 'RangeError'],
    ]);
  });

  test('koa', async () => {
    const router = new Router();
    router.get('/orders/:id', (ctx) => void (ctx.body = ids()));
    router.get('/broken', () => {
      throw new RangeError('too far');
    });
    const app = new Koa();
    app.silent = true;
    const handle = app.use(router.routes()).callback() as (...args: unknown[]) => Promise<void>;
    const url = await listen(http2.createServer((request, response) => void handle(request, response)));
    expect((await ask(url, { ':path': '/orders/42', ...given })).body).toMatch(/ order-12345678$/);
    await ask(url, { ':path': '/broken' });
    await until(() => harness.server.length === 2);
    expect(harness.server.map(({ route, statusCode, errorType }) => [route, statusCode, errorType])).toEqual([
      ['/orders/:id', 200, undefined],
      ['/broken', 500, 'RangeError'],
    ]);
  });
});

describe('a client', () => {
  const echo = () =>
    http2.createServer((request, response) => {
      const { traceparent, tracestate, baggage } = request.headers;
      response.end(JSON.stringify({ traceparent, tracestate, baggage, id: request.headers['x-correlation-id'] }));
    });
  const inCaller = <T>(fn: () => T): T => {
    const baggage = propagation.createBaggage({ tenant: { value: 'ours' } });
    return context.with(setCorrelationId(propagation.setBaggage(context.active(), baggage), 'order-12345678'), fn);
  };

  test('one span, with what the server answers, and all of the context', async () => {
    const url = await listen(echo());
    const { body } = await inCaller(() => ask(url, { ':path': '/stock?token=s3cret-value' }));
    await until(() => harness.client.length === 1);
    const [span] = ofKind(SpanKind.CLIENT);
    expect(JSON.parse(body)).toEqual({
      traceparent: `00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-03`,
      baggage: 'tenant=ours,correlation_id=order-12345678',
      id: 'order-12345678',
    });
    expect(span).toMatchObject({
      name: 'GET',
      attributes: { 'url.full': `${url}/stock?token=[REDACTED]`, 'server.address': '127.0.0.1', 'http.response.status_code': 200 },
    });
    expect(harness.client).toMatchObject([{ method: 'GET', serverPort: Number(new URL(url).port), statusCode: 200, errorType: undefined }]);
  });

  test.each([
    ['an object', (headers: Record<string, string>) => headers],
    ['a list', (headers: Record<string, string>) => Object.entries({ ':method': 'GET', ':path': '/', ...headers }).flat()],
  ])('what the caller has set itself, in %s', async (_name, form) => {
    const url = await listen(echo());
    const headers = { TraceParent: given.traceparent, tracestate: 'v=1', baggage: 'tenant=acme', 'x-correlation-id': 'caller-12345678' };
    const session = connectTo(url);
    const list = form(_name === 'a list' ? { ':scheme': 'http', ':authority': new URL(url).host, ...headers } : headers);
    const { body } = await inCaller(() => answerOf(session.request(list as never)));
    await until(() => harness.client.length === 1);
    expect(JSON.parse(body)).toEqual({
      traceparent: expect.stringContaining(String(ofKind(SpanKind.CLIENT)[0]?.spanContext().spanId)),
      baggage: 'tenant=acme,correlation_id=caller-12345678',
      id: 'caller-12345678',
    });
    expect(headers.TraceParent).toBe(given.traceparent);
  });

  test('a session by promise; an error status; a stream that nobody answers', async () => {
    const url = await listen(
      http2.createServer().on('stream', (stream, headers) => {
        stream.on('error', () => {});
        if (headers[':path'] === '/hang') stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
        else stream.respond({ ':status': 503 }, { endStream: true });
      }),
    );
    const session = (await promisify(http2.connect as (authority: string) => never)(url)) as ClientHttp2Session;
    closing.push(() => session.destroy());
    await answerOf(session.request({ ':path': '/' }));
    session.request({ ':path': '/hang' }).on('error', () => {});
    await until(() => harness.client.length === 2);
    expect(harness.client.map(({ statusCode, errorType }) => [statusCode, errorType])).toEqual([
      [503, '503'],
      [undefined, 'ERR_HTTP2_STREAM_ERROR'],
    ]);
    const refused = http2.connect('http://127.0.0.1:9').on('error', () => {});
    refused.request({}).on('error', () => {});
    await until(() => harness.client.length === 3);
    expect(harness.client[2]).toMatchObject({ errorType: 'ECONNREFUSED', serverPort: 9 });
  });
});

const openssl = spawnSync('openssl', ['version']).status === 0;
describe.skipIf(!openssl)('with TLS', () => {
  let files = '';
  let tls: { key: Buffer; cert: Buffer };
  beforeAll(() => {
    files = mkdtempSync(join(tmpdir(), 'plinth-http2-'));
    writeFileSync(join(files, 'openssl.cnf'), '[req]\ndistinguished_name=dn\n[dn]\n');
    execFileSync(
      'openssl',
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost -config openssl.cnf'.split(
        ' ',
      ),
      { cwd: files, stdio: 'ignore' },
    );
    tls = { key: readFileSync(join(files, 'key.pem')), cert: readFileSync(join(files, 'cert.pem')) };
  });
  afterAll(() => rmSync(files, { recursive: true }));
  const start = () =>
    listen(
      http2.createSecureServer({ ...tls, allowHTTP1: true }, (_request, response) => void response.end(ids())) as unknown as Http2Server,
      'https',
    );

  test('one server answers HTTP/2 and HTTP/1.1, each with one span', async () => {
    const url = await start();
    await answerOf(connectTo(url, { rejectUnauthorized: false }).request(given));
    await new Promise((resolve) =>
      httpsGet(url, { rejectUnauthorized: false, agent: false }, (answer) => answer.resume().on('end', resolve)),
    );
    await until(() => harness.server.length === 2 && harness.client.length === 2);
    expect(harness.server.map(({ scheme, protocolVersion }) => [scheme, protocolVersion])).toEqual([
      ['https', '2'],
      ['https', '1.1'],
    ]);
    expect(ofKind(SpanKind.CLIENT).map(({ attributes }) => attributes['url.full'])).toEqual([`${url}/`, `${url}/`]);
  });

  test('undici over HTTP/2 has one span, and one trace context', async () => {
    const url = await start();
    const agent = new undici.Agent({ allowH2: true, connect: { rejectUnauthorized: false } });
    closing.push(() => agent.close());
    for (let index = 0; index < 2; index++) {
      harness.reset();
      const { body } = await undici.request(url, { dispatcher: agent, headers: given });
      expect(await body.text()).toMatch(/ order-12345678$/);
      await until(() => harness.server.length === 1 && harness.client.length === 1);
      expect(harness.server[0]?.protocolVersion).toBe('2');
      expect(ofKind(SpanKind.CLIENT)).toHaveLength(1);
      expect(ofKind(SpanKind.SERVER)[0]?.parentSpanContext?.spanId).toBe(ofKind(SpanKind.CLIENT)[0]?.spanContext().spanId);
    }
  });
});
