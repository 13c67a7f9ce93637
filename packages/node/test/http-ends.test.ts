// How a request to a server ends, other than by its whole answer: in which context the service hears of it, and what is counted.
import { once } from 'node:events';
import { createServer, get, type ClientRequest, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getCorrelationId } from '../src/context/correlation.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
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

/** The ids that a log line would have now. */
const ids = (): string => `${trace.getSpan(context.active())?.spanContext().traceId} ${getCorrelationId(context.active())}`;
const traceId = 'a'.repeat(32);
/** Sent by a plain socket: a client of this process would send a context of its own. */
const head = `traceparent: 00-${traceId}-${'b'.repeat(16)}-01\r\nx-correlation-id: order-12345678\r\n`;
describe('a client that leaves before the answer', () => {
  const bodies = { GET: '', DELETE: '', POST: '{"a":1}', PUT: '{"a":1}' };
  test.each(Object.entries(bodies).flatMap(([method, body]) => [true, false].map((reads) => [method, reads, body] as const)))(
    '%s, body read %s: what the service hears of it has the ids of the request',
    async (method, reads, body) => {
      const heard: Record<string, string> = {};
      let expected = '';
      const url = await listen((incoming, response) => {
        expected = ids();
        const note = (name: string) => () => void (heard[name] = ids());
        response.on('close', note('response close'));
        response.on('close', () => process.nextTick(note('after close')));
        incoming.on('close', note('request close'));
        incoming.on('aborted', note('aborted'));
        incoming.on('error', note('error'));
        if (reads) incoming.resume();
        setImmediate(() => client.destroy());
      });
      const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
      const client = connect(Number(new URL(url).port), '127.0.0.1');
      client.write(`${method} / HTTP/1.1\r\nHost: a\r\nx-correlation-id: order-12345678\r\n${length}\r\n${body}`);
      await until(() => harness.server.length === 1 && heard['after close'] !== undefined && heard['request close'] !== undefined);
      expect(expected).toContain(' order-12345678');
      expect(new Set(Object.values(heard))).toEqual(new Set([expected]));
      expect(harness.server).toMatchObject([{ errorType: 'aborted' }]);
      expect(harness.active.count).toBe(0);
    },
  );

  test.each(['GET', 'POST'])('a %s that is answered at once: the end of the request is heard of in its context, too', async (method) => {
    const heard: boolean[] = [];
    const url = await listen((incoming, response) => {
      const expected = ids();
      incoming.on('close', () => heard.push(ids() === expected));
      response.on('close', () => heard.push(ids() === expected)).end('ok');
    });
    await fetch(url, { method, ...(method === 'GET' ? {} : { body: 'x'.repeat(100_000) }) }).then((answer) => answer.text());
    await until(() => heard.length === 2);
    expect(heard).toEqual([true, true]);
  });

  test('of two requests on one connection, each has its own ids', async () => {
    const heard: string[] = [];
    const url = await listen((incoming, response) => {
      const expected = ids();
      response.on('close', () => heard.push(`close ${ids() === expected}`));
      incoming.on('aborted', () => heard.push(`aborted ${ids() === expected}`));
      if (incoming.url === '/2') setImmediate(() => client.destroy());
    });
    const client = connect(Number(new URL(url).port), '127.0.0.1');
    client.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => harness.server.length >= 1 && heard.length >= 3);
    expect(heard.filter((line) => line.endsWith('false'))).toEqual([]);
    await until(() => harness.active.count === 0);
  });
});

describe('a stream of events', () => {
  const stream: RequestListener = (_incoming, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('data: 1\n\n');
  };
  const open = (url: string): Promise<ClientRequest> =>
    new Promise((resolve) => {
      const client = get(url, (response) => response.once('data', () => resolve(client)));
      client.on('error', () => {});
    });
  const serverSpan = () => harness.spans().find((span) => span.kind === SpanKind.SERVER);

  test('that its client ends has no error', async () => {
    const client = await open(await listen(stream));
    client.destroy();
    await until(() => harness.server.length === 1);
    expect(harness.server).toMatchObject([{ statusCode: 200, errorType: undefined }]);
    expect(serverSpan()).toMatchObject({ status: { code: SpanStatusCode.UNSET } });
    expect(serverSpan()?.attributes).not.toHaveProperty('error.type');
  });

  test('that this process cuts is aborted', async () => {
    const url = await listen(stream);
    const client = await open(url);
    servers[0]?.closeAllConnections();
    await until(() => harness.server.length === 1);
    client.destroy();
    expect(harness.server).toMatchObject([{ statusCode: 200, errorType: 'aborted' }]);
  });

  test('any other answer that its client does not wait for is aborted', async () => {
    const client = await open(
      await listen((_incoming, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' });
        response.write('some');
      }),
    );
    client.destroy();
    await until(() => harness.server.length === 1);
    expect(harness.server).toMatchObject([{ errorType: 'aborted' }]);
  });
});

test.each(['checkContinue', 'request'] as const)('Expect: 100-continue, heard by %s: the context is there', async (event) => {
  let heard = '';
  const url = await listen(() => {});
  const handler: RequestListener = (incoming, response) => {
    heard = ids();
    if (event === 'checkContinue') response.writeContinue();
    incoming.resume().on('end', () => response.end(ids()));
  };
  servers[0]?.removeAllListeners('request').on(event, handler);
  const client = connect(Number(new URL(url).port), '127.0.0.1');
  client.write(`POST / HTTP/1.1\r\nHost: a\r\n${head}`);
  client.write('Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}');
  client.resume();
  await until(() => harness.server.length === 1);
  expect(heard).toBe(`${traceId} order-12345678`);
});

describe('a path that is left out', () => {
  test.each(['/healthz', '/healthz?full=1', '/internal/', '/internal/a/b'])('%s: no span, no record, but ids', async (path) => {
    let heard = '';
    let carried: string | undefined;
    const inner = await listen((incoming, response) => {
      carried = incoming.headers['traceparent'] as string;
      response.end();
    });
    const url = await listen((_incoming, response) => {
      heard = ids();
      harness.tracer.startSpan('below').end();
      get(inner, (answer) => answer.resume().on('end', () => response.end()));
    });
    const { port } = new URL(url);
    const client = connect(Number(port), '127.0.0.1');
    client.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${head}`);
    client.end('Connection: close\r\n\r\n');
    client.resume();
    await once(client, 'close');
    expect(heard).toBe(`${traceId} order-12345678`);
    expect(carried).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
    // The inner server, whose path is not left out, follows the decision.
    expect(harness.spans()).toEqual([]);
    expect(harness.server).toMatchObject([{ spanContext: undefined }]);
    await until(() => harness.active.count === 0);
  });

  test.each(['/healthz/', '/health', '/internal', '/orders'])('%s is none of them', async (path) => {
    const url = await listen((_incoming, response) => response.end());
    await fetch(`${url}${path}`);
    await until(() => harness.server.length === 1);
    expect(harness.spans().some((span) => span.kind === SpanKind.SERVER)).toBe(true);
  });
});
