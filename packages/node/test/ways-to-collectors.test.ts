// Answers that break off, and ways to a Collector that are not straight: sockets of the file system, and proxies.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createSecureServer, createServer as createHttp2Server, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findProxy } from '../src/export/transport/proxy-tunnel.ts';
import type { SendResult, TransportOptions } from '../src/export/transport/transport.ts';
import { createTransport } from '../src/export/transport/transports.ts';

const pem = (name: string): string => readFileSync(join(import.meta.dirname, '../testdata/tls', `${name}.pem`), 'utf8');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const base: TransportOptions = {
  signal: 'traces',
  protocol: 'http/protobuf',
  url: '',
  headers: {},
  contentType: 'application/x-protobuf',
  compression: 'none',
  tls: {},
};

async function send(options: Partial<TransportOptions>, timeoutMs = 5000): Promise<SendResult> {
  const transport = createTransport({ ...base, ...options });
  closing.push(() => transport.close());
  return transport.send(Buffer.from('spans'), timeoutMs);
}

async function listen(server: Server | HttpServer | Http2Server, path?: string): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(path, resolve);
  });
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return path === undefined ? (server.address() as AddressInfo).port : 0;
}

describe('HTTP: an answer is judged by its status, whatever becomes of its body', () => {
  /** Answers with bytes, then breaks the connection off. */
  const answering = async (text: string, thenBreak: (socket: Socket) => void): Promise<string> => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.write(text, () => thenBreak(socket)));
    });
    return `http://127.0.0.1:${await listen(server)}/v1/traces`;
  };
  const head = (status: string, more = ''): string => `HTTP/1.1 ${status}\r\n${more}content-length: 100\r\n\r\npart`;
  const breaks: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['reset', (socket) => socket.resetAndDestroy()],
    ['closed', (socket) => socket.end()],
    ['silent', () => {}],
  ];

  describe.each(breaks)('%s', (_name, thenBreak) => {
    test.each([
      ['200 OK', { outcome: 'accepted', rejected: 0 }],
      ['400 Bad Request', { outcome: 'refused', reason: 'HTTP 400' }],
      ['503 Unavailable', { outcome: 'retry', connected: true, reason: 'HTTP 503' }],
    ])('%s', async (status, result) => {
      const url = await answering(head(status), thenBreak);
      expect(await send({ url }, 300)).toMatchObject(result);
    });
  });

  test('a chunk that is no chunk', async () => {
    const url = await answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n', () => {});
    expect(await send({ url }, 2000)).toMatchObject({ outcome: 'accepted', rejected: 0 });
  });

  test('Retry-After counts', async () => {
    const url = await answering(head('503 Unavailable', 'retry-after: 7\r\n'), (socket) => socket.resetAndDestroy());
    expect(await send({ url })).toMatchObject({ outcome: 'retry', retryAfterMs: 7000 });
  });

  test('headers that break off are no answer', async () => {
    const url = await answering('HTTP/1.1 200 OK\r\ncontent-le', (socket) => socket.resetAndDestroy());
    expect(await send({ url })).toMatchObject({ outcome: 'retry', connected: false });
  });
});

describe('gRPC: an answer is judged by its status', () => {
  const serve = async (answer: (stream: ServerHttp2Stream) => void): Promise<string> => {
    const server = createHttp2Server();
    server.on('stream', (stream) => {
      stream.on('error', () => {});
      stream.resume().once('end', () => answer(stream));
    });
    return `http://127.0.0.1:${await listen(server)}`;
  };
  const grpc = { protocol: 'grpc' } as const;
  const head = { ':status': 200, 'content-type': 'application/grpc' };
  const reset = (stream: ServerHttp2Stream): void => void setImmediate(() => stream.session?.destroy());

  test('the status came with the headers, then the stream broke', async () => {
    const url = await serve((stream) => {
      stream.respond({ ...head, 'grpc-status': '3', 'grpc-message': 'bad' });
      stream.write('part', () => reset(stream));
    });
    expect(await send({ ...grpc, url })).toMatchObject({ outcome: 'refused', reason: 'gRPC status 3 bad' });
  });

  test('an error of HTTP came, then the stream broke', async () => {
    const url = await serve((stream) => {
      stream.respond({ ':status': 403 });
      stream.write('<html>', () => reset(stream));
    });
    expect(await send({ ...grpc, url })).toMatchObject({ outcome: 'refused', reason: 'HTTP 403' });
  });

  test('without a status, a stream that broke is worth sending again', async () => {
    const url = await serve((stream) => {
      stream.respond(head);
      stream.write('part', () => reset(stream));
    });
    expect(await send({ ...grpc, url })).toMatchObject({ outcome: 'retry' });
  });

  test('a message that is shorter than its length says nothing of rejected records', async () => {
    const url = await serve((stream) => {
      stream.respond(head, { waitForTrailers: true });
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.from([0, 0, 0, 0, 9, 0x0a, 0x02, 0x08, 0x05]));
    });
    expect(await send({ ...grpc, url })).toEqual({ outcome: 'accepted', rejected: 0, message: undefined });
  });
});

const accept = (stream: ServerHttp2Stream): void => {
  stream.resume().once('end', () => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' }, { endStream: true });
  });
};

test('gRPC over a socket of the file system', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-unix-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'otel.sock');
  await listen(createHttp2Server().on('stream', accept), path);
  expect(await send({ protocol: 'grpc', url: `unix:${path}` })).toMatchObject({ outcome: 'accepted' });
  expect(await send({ protocol: 'grpc', url: `unix:${path}.missing` })).toMatchObject({ outcome: 'retry', reason: 'ENOENT' });
});

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** Agents of older versions take no proxy. A tunnel for gRPC is our own. */
const agentsTakeProxies = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);

describe('through a proxy', () => {
  /** A proxy that leads every tunnel to one port, and answers every other request itself. */
  const startProxy = async (port: number, status = 200) => {
    const seen: string[] = [];
    const server = createHttpServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end();
    });
    server.on('connect', (request, socket: Socket) => {
      seen.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write(`HTTP/1.1 ${status} X\r\n\r\n`);
        if (status === 200) upstream.pipe(socket).pipe(upstream);
        else socket.end();
      });
      for (const end of [upstream, socket]) end.on('error', () => {});
      socket.once('close', () => upstream.destroy());
    });
    return { url: `http://me:se%20cret@127.0.0.1:${await listen(server)}`, seen };
  };
  const authorization = `Basic ${btoa('me:se cret')}`;

  test.runIf(agentsTakeProxies)('HTTP: the proxy gets the request', async () => {
    const proxy = await startProxy(0);
    const url = 'http://collector.invalid:4318/v1/traces';
    expect(await send({ url, proxyEnv: { HTTP_PROXY: proxy.url } })).toMatchObject({ outcome: 'accepted' });
    expect(proxy.seen).toEqual([`POST ${url}`]);
  });

  test.runIf(agentsTakeProxies)('HTTPS: the proxy makes a tunnel', async () => {
    const server = createHttpsServer({ key: pem('server-key'), cert: pem('server') }, (_request, response) => void response.end());
    const port = await listen(server);
    const proxy = await startProxy(port);
    const options = { url: `https://localhost:${port}/v1/traces`, tls: { ca: pem('ca') } };
    expect(await send({ ...options, proxyEnv: { https_proxy: proxy.url } })).toMatchObject({ outcome: 'accepted' });
    expect(proxy.seen).toEqual([`CONNECT localhost:${port} ${authorization}`]);
    expect(await send({ ...options, proxyEnv: { https_proxy: proxy.url, NO_PROXY: 'localhost' } })).toMatchObject({ outcome: 'accepted' });
    expect(proxy.seen).toHaveLength(1);
  });

  test('gRPC, with and without TLS: the proxy makes a tunnel', async () => {
    const secure = await listen(createSecureServer({ key: pem('server-key'), cert: pem('server') }).on('stream', accept));
    const secureProxy = await startProxy(secure);
    const options = { protocol: 'grpc', url: `https://localhost:${secure}`, tls: { ca: pem('ca') } } as const;
    expect(await send({ ...options, proxyEnv: { HTTPS_PROXY: secureProxy.url } })).toMatchObject({ outcome: 'accepted' });
    expect(secureProxy.seen).toEqual([`CONNECT localhost:${secure} ${authorization}`]);
    expect(await send({ ...options, tls: {}, proxyEnv: { HTTPS_PROXY: secureProxy.url } })).toMatchObject({ outcome: 'retry' });

    const plain = await listen(createHttp2Server().on('stream', accept));
    const proxy = await startProxy(plain);
    const url = 'http://collector.invalid:4317';
    expect(await send({ protocol: 'grpc', url, proxyEnv: { HTTP_PROXY: proxy.url } })).toMatchObject({ outcome: 'accepted' });
    expect(proxy.seen).toEqual([`CONNECT collector.invalid:4317 ${authorization}`]);
  });

  test('gRPC: a proxy that refuses, and one that is away, are worth another try', async () => {
    const plain = await listen(createHttp2Server().on('stream', accept));
    const proxy = await startProxy(plain, 407);
    const options = { protocol: 'grpc', url: 'http://collector.invalid:4317' } as const;
    expect(await send({ ...options, proxyEnv: { HTTP_PROXY: proxy.url } })).toMatchObject({
      outcome: 'retry',
      reason: 'the proxy answers CONNECT with 407',
    });
    expect(await send({ ...options, proxyEnv: { HTTP_PROXY: 'http://127.0.0.1:9' } })).toMatchObject({
      outcome: 'retry',
      reason: 'ECONNREFUSED',
    });
  });
});

describe('NO_PROXY', () => {
  const isDirect = (url: string, exceptions: string): boolean =>
    findProxy(new URL(url), { HTTP_PROXY: 'http://proxy', HTTPS_PROXY: 'http://proxy', NO_PROXY: exceptions }) === undefined;
  test.each([
    ['http://collector:4317', '*', true],
    ['http://collector:4317', 'other, COLLECTOR', true],
    ['http://collector:4317', 'collector:4318', false],
    ['http://collector:4317', 'collector:4317', true],
    ['https://otel.acme.io', '.acme.io', true],
    ['https://otel.acme.io', '*.acme.io', true],
    ['https://otel.acme.io', 'acme.io', false],
    ['https://acme.io', '.acme.io', false],
    ['https://otel.acme.io', 'otel.acme.io:443', true],
    ['http://10.0.0.5:4317', '10.0.0.1-10.0.0.9', true],
    ['http://10.0.1.5:4317', '10.0.0.1-10.0.0.9', false],
    ['http://[::1]:4317', '::1', true],
    ['http://[::1]:4317', '[::1]', true],
    ['http://collector:4317', '', false],
  ])('%s with %j', (url, exceptions, direct) => expect(isDirect(url, exceptions)).toBe(direct));

  test('without a proxy for the scheme there is none', () => {
    expect(findProxy(new URL('http://collector'), { HTTPS_PROXY: 'http://proxy' })).toBeUndefined();
    expect(findProxy(new URL('http://collector'), { HTTP_PROXY: 'no url' })).toBeUndefined();
    expect(findProxy(new URL('http://collector'), undefined)).toBeUndefined();
  });
});
