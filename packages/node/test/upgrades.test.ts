// Connections that are no HTTP connections after their handshake: WebSockets and tunnels, of servers and of clients.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import * as undici from 'undici';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket as Ws, WebSocketServer } from 'ws';
import { getCorrelationId } from '../src/context/correlation.ts';
import { countTunnels } from '../src/traces/http-upgrade.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());

const servers: Server[] = [];
const sockets = new Set<Socket>();
async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) server.close();
});

const ids = (): string => `${trace.getSpan(context.active())?.spanContext().traceId} ${getCorrelationId(context.active())}`;
const switching = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';
const asksForUpgrade = (port: string): Socket => {
  const client = connect(Number(port), '127.0.0.1');
  const ours = `traceparent: 00-${'a'.repeat(32)}-${'b'.repeat(16)}-01\r\nx-correlation-id: order-12345678\r\n`;
  client.write(`GET /chat?room=7 HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: Upgrade\r\n${ours}\r\n`);
  client.on('error', () => {});
  return client.resume();
};
const ofKind = (kind: SpanKind) => harness.spans().filter((span) => span.kind === kind);

describe('a server', () => {
  const cases: [name: string, answer: (socket: Duplex, request: IncomingMessage) => unknown, status: number | undefined][] = [
    ['text', (socket) => socket.write(switching), 101],
    ['bytes', (socket) => socket.write(Buffer.from(switching)), 101],
    ['the end at once', (socket) => socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n'), 401],
    ['an error', (socket) => socket.end('HTTP/1.1 500 Internal Server Error\r\n\r\n'), 500],
    ['later', (socket) => setTimeout(() => socket.write(switching), 2), 101],
    ['no HTTP', (socket) => socket.write('hello'), 101],
    ['nothing', (socket) => socket.destroy(), undefined],
    ['nothing, by its end', (socket) => socket.end(), undefined],
  ];
  test.each(cases)('its span ends with the handshake: %s', async (_name, answer, status) => {
    let heard = '';
    const server = createServer().on('upgrade', (incoming, socket) => {
      heard = ids();
      answer(socket, incoming);
      socket.resume();
    });
    const { port } = new URL(await listen(server));
    const client = asksForUpgrade(port);
    await until(() => harness.server.length === 1);
    expect(heard).toBe(`${'a'.repeat(32)} order-12345678`);
    const errorType = status === undefined ? 'aborted' : status === 500 ? '500' : undefined;
    expect(harness.server).toMatchObject([{ method: 'GET', statusCode: status, errorType }]);
    const [span] = ofKind(SpanKind.SERVER);
    expect(span).toMatchObject({
      parentSpanContext: { spanId: 'b'.repeat(16) },
      attributes: { 'url.path': '/chat', 'url.query': 'room=7' },
    });
    expect(span?.status.code).toBe(status === 500 ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(harness.active.count).toBe(0);
    client.resetAndDestroy();
    await until(() => countTunnels(server) === 0);
  });

  test('the connection is its own again after the handshake, and is counted until it closes', async () => {
    const server = createServer().on('upgrade', (_incoming, socket) => {
      socket.write(switching);
      socket.resume();
      expect(Object.keys(socket)).not.toContain('write');
      expect(Object.hasOwn(socket, 'write') || Object.hasOwn(socket, 'end')).toBe(false);
    });
    const { port } = new URL(await listen(server));
    const client = asksForUpgrade(port);
    await once(client, 'data');
    expect(countTunnels(server)).toBe(1);
    client.resetAndDestroy();
    await until(() => countTunnels(server) === 0);
  });

  test('without a listener, a request that asks for an upgrade is a request', async () => {
    const server = createServer((_incoming, response) => response.end('plain'));
    const { port } = new URL(await listen(server));
    asksForUpgrade(port);
    await until(() => harness.server.length === 1);
    expect(harness.server).toMatchObject([{ statusCode: 200 }]);
  });

  test('a listener that is added later, once, or first, is heard in the context, and can be removed', async () => {
    const server = createServer();
    const { port } = new URL(await listen(server));
    for (const add of ['once', 'prependListener', 'addListener'] as const) {
      harness.reset();
      let heard = '';
      const listener = (_incoming: IncomingMessage, socket: Duplex): void => {
        heard = ids();
        socket.write(switching);
      };
      server[add]('upgrade', listener);
      const client = asksForUpgrade(port);
      await until(() => harness.server.length === 1);
      expect(heard).toBe(`${'a'.repeat(32)} order-12345678`);
      server.off('upgrade', listener);
      expect(server.listenerCount('upgrade')).toBe(0);
      client.resetAndDestroy();
    }
  });

  test('a tunnel', async () => {
    let heard = '';
    const server = createServer().on('connect', (_incoming, socket) => {
      heard = ids();
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
    });
    const { port } = new URL(await listen(server));
    const client = connect(Number(port), '127.0.0.1');
    client.write('CONNECT shop:443 HTTP/1.1\r\nHost: shop:443\r\nx-correlation-id: order-12345678\r\n\r\n');
    await until(() => harness.server.length === 1);
    client.resetAndDestroy();
    expect(heard).toMatch(/order-12345678$/);
    expect(harness.server).toMatchObject([{ method: 'CONNECT', statusCode: 200, errorType: undefined }]);
  });
});

describe('a client', () => {
  async function startEcho(): Promise<string> {
    const server = createServer((_incoming, response: ServerResponse) => void response.writeHead(418).end());
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (incoming, socket, first) =>
      sockets.handleUpgrade(incoming, socket as Socket, first, (made) => void made.on('message', (data) => made.send(String(data)))),
    );
    server.on('connect', (_incoming, socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    return listen(server);
  }
  const agent = new undici.Agent();
  afterAll(() => agent.close());

  const clients: [name: string, open: (url: string) => Promise<() => unknown>, method: string, status: number][] = [
    [
      'ws',
      async (url) => {
        const client = new Ws(url.replace('http', 'ws'));
        await once(client, 'open');
        return () => client.terminate();
      },
      'GET',
      101,
    ],
    [
      'WebSocket of Node',
      async (url) => {
        const client = new WebSocket(url.replace('http', 'ws'));
        await once(client, 'open');
        return () => client.close();
      },
      'GET',
      101,
    ],
    [
      'http, upgrade',
      async (url) => {
        const headers = {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        };
        const [, socket] = (await once(request(url, { headers }).end(), 'upgrade')) as [unknown, Socket];
        return () => socket.destroy();
      },
      'GET',
      101,
    ],
    [
      'http, CONNECT',
      async (url) => {
        const [, socket] = (await once(request(url, { method: 'CONNECT', path: 'shop:443' }).end(), 'connect')) as [unknown, Socket];
        return () => socket.destroy();
      },
      'CONNECT',
      200,
    ],
    [
      'undici.upgrade',
      async (url) => {
        const headers = { 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
        const { socket } = await undici.upgrade(url, { headers, protocol: 'websocket', dispatcher: agent });
        return () => socket.destroy();
      },
      'GET',
      101,
    ],
    [
      'undici, CONNECT',
      async (url) => {
        const { socket } = await new undici.Client(url).connect({ path: 'shop:443' });
        return () => socket.destroy();
      },
      'CONNECT',
      200,
    ],
  ];
  test.each(clients)('%s: its span ends with the handshake, while the connection is open', async (_name, open, method, status) => {
    const url = await startEcho();
    const close = await open(url);
    await until(() => harness.client.length === 1);
    expect(harness.client).toMatchObject([{ method, statusCode: status, errorType: undefined, serverPort: Number(new URL(url).port) }]);
    const [span] = ofKind(SpanKind.CLIENT);
    expect(span).toMatchObject({
      name: method,
      attributes: { 'http.response.status_code': status },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(span?.attributes['url.full']).toBe(method === 'CONNECT' ? 'shop:443' : `${url}/`);
    await until(() => harness.server.length === 1);
    expect(ofKind(SpanKind.SERVER)[0]?.parentSpanContext?.spanId).toBe(span?.spanContext().spanId);
    await close();
  });

  test('an upgrade that is refused is an answer', async () => {
    const server = createServer((_incoming, response) => void response.writeHead(403).end());
    const url = await listen(server);
    const client = new Ws(url.replace('http', 'ws'));
    await once(client, 'error');
    await until(() => harness.client.length === 1);
    expect(harness.client).toMatchObject([{ statusCode: 403, errorType: '403' }]);
  });

  test.each([
    ['a tunnel that nobody listens to', () => ({ method: 'CONNECT', path: 'shop:443' })],
    ['an upgrade that nobody listens to', () => ({ headers: { connection: 'Upgrade', upgrade: 'x' } })],
  ])('%s ends, too', async (_name, options) => {
    const server = createServer().on('upgrade', (_incoming, socket) => void socket.write(switching));
    server.on('connect', (_incoming, socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    request(await listen(server), options())
      .on('error', () => {})
      .end();
    await until(() => harness.client.length === 1);
    expect(ofKind(SpanKind.CLIENT)).toHaveLength(1);
  });

  test('a request that is given up before it is sent ends', async () => {
    const given = request('http://127.0.0.1:9/', () => {}).on('error', () => {});
    given.destroy();
    await until(() => harness.client.length === 1);
    expect(harness.client).toMatchObject([{ statusCode: undefined }]);
  });
});
