// The route that Next.js names on a span of its own, in the way in which Next names it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { SpanKind, trace, type Span } from '@opentelemetry/api';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
const server = createServer((_request, response) => {
  const next = trace.getTracer('next.js', '0.0.1');
  const kind = SpanKind.SERVER;
  next.startActiveSpan('GET /orders/4711', { kind }, (handled: Span) => {
    next.startActiveSpan('render route (app) /orders/[id]', { attributes: { 'next.route': '/orders/[id]' } }, (render: Span) => {
      next.startSpan('render not found', { attributes: { 'next.route': '/_not-found' } }).end();
      render.end();
    });
    response.end('ok');
    // It is too late for the request then.
    response.on('close', () => {
      handled.setAttributes({ 'http.route': '/orders/[id]' });
      handled.end();
    });
  });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  harness.shutdown();
});
beforeEach(() => harness.reset());

test.each(['01', '00'])('it is on our span and in the metric, flags %s', async (flags) => {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(
    `GET /orders/4711 HTTP/1.1\r\nHost: a\r\ntraceparent: 00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags}\r\nConnection: close\r\n\r\n`,
  );
  socket.resume();
  await until(() => harness.server.length === 1);
  expect(harness.server).toMatchObject([{ route: '/orders/[id]' }]);
  const ours = harness.spans().find(({ parentSpanContext }) => parentSpanContext?.spanId === 'b'.repeat(16));
  expect(ours?.name).toBe(flags === '01' ? 'GET /orders/[id]' : undefined);
});
