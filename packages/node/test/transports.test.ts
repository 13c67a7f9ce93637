// The transports against real servers: plain, TLS, mutual TLS, gRPC of another implementation.
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Metadata, Server, ServerCredentials, status, type ServiceDefinition, type handleUnaryCall } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { readRetryAfter } from '../src/export/transport/http-transport.ts';
import { ProtobufWriter } from '../src/export/encoding/protobuf-writer.ts';
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
function send(options: Partial<TransportOptions>, body: Uint8Array = Buffer.from('spans'), timeoutMs = 5000): Promise<SendResult> {
  const transport = createTransport({ ...base, ...options });
  closing.push(() => transport.close());
  return transport.send(body, timeoutMs);
}

function partialSuccess(rejected: number, message: string): Uint8Array {
  const writer = new ProtobufWriter();
  writer.message(1, undefined, () => {
    writer.uint(1, rejected);
    writer.string(2, message);
  });
  return writer.take();
}

async function listen(server: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}
const serve = async (listener: (...exchange: Parameters<RequestListener>) => unknown): Promise<string> =>
  `http://127.0.0.1:${await listen(createHttpServer((...exchange) => void listener(...exchange)))}/v1/traces`;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('HTTP', () => {
  test.each(['none', 'gzip'] as const)('compression %s: the body arrives with its headers', async (compression) => {
    let seen: { body: Buffer; request: IncomingMessage } | undefined;
    const url = await serve(async (request, response) => {
      seen = { body: await readBody(request), request };
      response.end();
    });
    expect(await send({ url, compression, headers: { authorization: 'Bearer x' } })).toMatchObject({ outcome: 'accepted', rejected: 0 });
    const { body, request } = seen!;
    expect((compression === 'gzip' ? gunzipSync(body) : body).toString()).toBe('spans');
    expect(request.headers).toMatchObject({
      authorization: 'Bearer x',
      'content-type': 'application/x-protobuf',
      'user-agent': 'plinth-node',
    });
    expect(request.headers['content-encoding']).toBe(compression === 'gzip' ? 'gzip' : undefined);
    expect(request.url).toBe('/v1/traces');
  });

  test.each([
    ['application/x-protobuf', partialSuccess(3, 'too old')],
    ['application/json', Buffer.from('{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}')],
  ])('partial success in %s', async (contentType, answer) => {
    const url = await serve((_request, response) => response.setHeader('content-type', contentType).end(answer));
    expect(await send({ url })).toEqual({ outcome: 'accepted', rejected: 3, message: 'too old' });
  });

  test.each([Buffer.from([0xff, 0xff, 0xff]), Buffer.from('<html>'), Buffer.alloc(200_000, 10)])(
    'an answer that is no OTLP counts as success',
    async (answer) => {
      const url = await serve((_request, response) => response.end(answer));
      expect(await send({ url })).toMatchObject({ outcome: 'accepted', rejected: 0 });
    },
  );

  test.each([
    [429, 'retry'],
    [502, 'retry'],
    [503, 'retry'],
    [504, 'retry'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [413, 'refused'],
    [500, 'refused'],
    [302, 'refused'],
  ])('status %i: %s', async (code, outcome) => {
    const url = await serve((_request, response) => response.writeHead(code).end('no'));
    expect(await send({ url })).toMatchObject({ outcome, reason: `HTTP ${code}` });
  });

  test('Retry-After in seconds and as a date', async () => {
    const url = await serve((_request, response) => response.writeHead(503, { 'retry-after': '7' }).end());
    expect(await send({ url })).toMatchObject({ outcome: 'retry', connected: true, retryAfterMs: 7000 });
    const now = Date.parse('2026-11-25T12:00:00Z');
    expect(readRetryAfter('Wed, 25 Nov 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(readRetryAfter('Wed, 25 Nov 2026 11:00:00 GMT', now)).toBe(0);
    expect(readRetryAfter('soon', now)).toBeUndefined();
  });

  test('nobody listens, nobody answers, the connection breaks: worth sending again', async () => {
    const url = await serve((request) => void request.socket.destroy());
    expect(await send({ url })).toMatchObject({ outcome: 'retry', connected: false });
    const silent = await serve(() => {});
    expect(await send({ url: silent }, Buffer.from('x'), 50)).toMatchObject({
      outcome: 'retry',
      connected: false,
      reason: 'no answer within 50 ms',
    });
    expect(await send({ url: 'http://127.0.0.1:9/' })).toMatchObject({ outcome: 'retry', reason: 'ECONNREFUSED' });
  });

  test('a header that cannot be sent does not throw', async () => {
    expect(await send({ url: 'http://127.0.0.1:9/', headers: { 'bad name': 'x' } })).toMatchObject({ outcome: 'refused' });
  });

  test('connections are used again', async () => {
    const sockets = new Set<unknown>();
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      request.resume().on('end', () => response.end());
    });
    const transport = createTransport({ ...base, url });
    for (let index = 0; index < 3; index++) await transport.send(Buffer.from('x'), 1000);
    transport.close();
    expect(sockets.size).toBe(1);
  });
});

describe('TLS', () => {
  const start = async (isMutual: boolean): Promise<string> => {
    const server = createHttpsServer(
      { key: pem('server-key'), cert: pem('server'), ...(isMutual ? { ca: pem('ca'), requestCert: true, rejectUnauthorized: true } : {}) },
      (request, response) => void request.resume().on('end', () => response.end()),
    );
    return `https://127.0.0.1:${await listen(server)}/v1/traces`;
  };
  test('an authority that is given is trusted, another server is not', async () => {
    const url = await start(false);
    expect(await send({ url, tls: { ca: pem('ca') } })).toMatchObject({ outcome: 'accepted' });
    expect(await send({ url })).toMatchObject({ outcome: 'retry', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });
  test('mutual: the client shows its certificate', async () => {
    const url = await start(true);
    expect(await send({ url, tls: { ca: pem('ca'), key: pem('client-key'), cert: pem('client') } })).toMatchObject({ outcome: 'accepted' });
    expect(await send({ url, tls: { ca: pem('ca') } })).toMatchObject({ outcome: 'retry', connected: false });
  });
});

describe('gRPC, with grpc-js as the server', () => {
  type Answer = { body?: Uint8Array; code?: number; details?: string; metadata?: Metadata };
  const identity = (value: Buffer): Buffer => value;
  async function start(answer: () => Answer, credentials = ServerCredentials.createInsecure()) {
    const seen: { body: Buffer; metadata: Metadata }[] = [];
    const service: ServiceDefinition = {
      Export: {
        path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
        requestStream: false,
        responseStream: false,
        requestSerialize: identity,
        requestDeserialize: identity,
        responseSerialize: identity,
        responseDeserialize: identity,
      },
    };
    const handle: handleUnaryCall<Buffer, Buffer> = (call, done) => {
      seen.push({ body: call.request, metadata: call.metadata });
      const { body = Buffer.alloc(0), code, details = 'no', metadata } = answer();
      if (code === undefined) done(null, Buffer.from(body));
      else done({ code, details, ...(metadata === undefined ? {} : { metadata }) });
    };
    const server = new Server();
    server.addService(service, { Export: handle });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
    );
    closing.push(() => server.forceShutdown());
    return { port, seen, stop: () => server.forceShutdown() };
  }
  const grpc = { protocol: 'grpc' } as const;

  test.each(['none', 'gzip'] as const)('compression %s: the message arrives with its headers', async (compression) => {
    const { port, seen } = await start(() => ({}));
    const large = Buffer.alloc(300_000, 'spans');
    expect(await send({ ...grpc, url: `http://127.0.0.1:${port}`, compression, headers: { 'x-tenant': 'acme' } }, large)).toMatchObject({
      outcome: 'accepted',
      rejected: 0,
    });
    expect(seen[0]?.body.equals(large)).toBe(true);
    expect(seen[0]?.metadata.get('x-tenant')).toEqual(['acme']);
  });

  test('partial success', async () => {
    const { port } = await start(() => ({ body: partialSuccess(2, 'no') }));
    expect(await send({ ...grpc, url: `http://127.0.0.1:${port}` })).toEqual({ outcome: 'accepted', rejected: 2, message: 'no' });
  });

  test.each([
    [status.UNAVAILABLE, 'retry'],
    [status.DEADLINE_EXCEEDED, 'retry'],
    [status.ABORTED, 'retry'],
    [status.INVALID_ARGUMENT, 'refused'],
    [status.UNAUTHENTICATED, 'refused'],
    [status.UNIMPLEMENTED, 'refused'],
    [status.RESOURCE_EXHAUSTED, 'refused'],
  ])('status %i: %s', async (code, outcome) => {
    const { port } = await start(() => ({ code, details: 'because' }));
    expect(await send({ ...grpc, url: `http://127.0.0.1:${port}` })).toMatchObject({ outcome, reason: `gRPC status ${code} because` });
  });

  test('a full server that says when to come back is worth sending again', async () => {
    const { port } = await start(() => {
      const writer = new ProtobufWriter();
      writer.uint(1, status.RESOURCE_EXHAUSTED);
      writer.message(3, undefined, () => {
        writer.string(1, 'type.googleapis.com/google.rpc.RetryInfo');
        writer.message(2, undefined, () => writer.message(1, undefined, () => writer.uint(1, 3)));
      });
      const metadata = new Metadata();
      metadata.set('grpc-status-details-bin', Buffer.from(writer.take()));
      return { code: status.RESOURCE_EXHAUSTED, metadata };
    });
    expect(await send({ ...grpc, url: `http://127.0.0.1:${port}` })).toMatchObject({ outcome: 'retry', retryAfterMs: 3000 });
  });

  test('nobody listens, nobody answers, the server comes back', async () => {
    expect(await send({ ...grpc, url: 'http://127.0.0.1:9' })).toMatchObject({
      outcome: 'retry',
      reason: 'ECONNREFUSED',
      connected: false,
    });
    const { port, seen, stop } = await start(() => ({}));
    const transport = createTransport({ ...base, ...grpc, url: `http://127.0.0.1:${port}` });
    closing.push(() => transport.close());
    expect(await transport.send(Buffer.from('a'), 1000)).toMatchObject({ outcome: 'accepted' });
    stop();
    expect(await transport.send(Buffer.from('b'), 1000)).toMatchObject({ outcome: 'retry' });
    expect(seen).toHaveLength(1);
  });

  test('TLS and mutual TLS', async () => {
    const credentials = ServerCredentials.createSsl(
      Buffer.from(pem('ca')),
      [{ private_key: Buffer.from(pem('server-key')), cert_chain: Buffer.from(pem('server')) }],
      true,
    );
    const { port } = await start(() => ({}), credentials);
    const url = `https://localhost:${port}`;
    expect(await send({ ...grpc, url, tls: { ca: pem('ca'), key: pem('client-key'), cert: pem('client') } })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await send({ ...grpc, url, tls: { ca: pem('ca') } })).toMatchObject({ outcome: 'retry' });
    expect(await send({ ...grpc, url })).toMatchObject({ outcome: 'retry' });
  });
});
