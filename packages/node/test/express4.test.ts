// Express 4, whose router publishes nothing.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type express from 'express';
import { SpanKind } from '@opentelemetry/api';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { olderExpress } from '../src/traces/libraries/express.ts';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
// Express 4 is installed under another name: the instrumentation does not find its files by itself.
const require = createRequire(import.meta.url);
for (const [file, patch] of Object.entries(olderExpress.files)) {
  if (file.startsWith('express/')) patch(require(file.replace('express/', 'express4/')), harness.options);
}
const express4 = require('express4') as typeof express;

const app = express4();
const tenants = express4.Router({ mergeParams: true });
const invoices = express4.Router();
const sub = express4();
invoices.get('/:invoice', (_request, response) => void setTimeout(() => response.send('ok'), 2));
tenants.use('/invoices', invoices);
tenants.get('/', (_request, response) => void response.send('ok'));
tenants.get('/broken', () => {
  throw new RangeError('no stock');
});
sub.get('/ping', (_request, response) => void response.send('ok'));
app.set('env', 'test');
app.use((_request, _response, next) => next());
app.use('/tenants/:tenant', tenants);
app.use('/sub', sub);
app.use(['/a', '/b'], invoices);
app.get('/orders/:id', (_request, response) => void response.send('ok'));
app.get('/refused', (_request, _response, next) => next(Object.assign(new Error('pay first'), { status: 402 })));

let server: Server;
let url = '';
beforeEach(async () => {
  harness.reset();
  if (url !== '') return;
  server = createServer(app as unknown as RequestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  harness.shutdown();
});

async function request(path: string) {
  await fetch(`${url}${path}`).then((response) => response.text());
  await until(() => harness.server.length === 1);
  return harness.server[0];
}

test.each([
  ['/orders/42', '/orders/:id'],
  ['/tenants/7', '/tenants/:tenant'],
  ['/tenants/7/invoices/9', '/tenants/:tenant/invoices/:invoice'],
  ['/sub/ping', '/sub/ping'],
  ['/nothing/here', undefined],
  // Which of the two it was is not known.
  ['/b/9', undefined],
])('%s is of route %s', async (path, route) => expect((await request(path))?.route).toBe(route));

test('what a handler throws is on the span', async () => {
  expect(await request('/tenants/7/broken')).toMatchObject({ statusCode: 500, route: '/tenants/:tenant/broken', errorType: 'RangeError' });
  expect(harness.spans().find((span) => span.kind === SpanKind.SERVER)?.events).toMatchObject([{ name: 'exception' }]);
});

test('what is answered with a 4xx is no error of the server', async () => {
  expect(await request('/refused')).toMatchObject({ statusCode: 402, errorType: undefined });
});

test('who looks for the routes of a mounted router finds them', () => {
  const { stack } = (app as unknown as { _router: { stack: { handle: { stack?: unknown[] } }[] } })._router;
  expect(stack.some(({ handle }) => handle.stack === (tenants as unknown as { stack: unknown[] }).stack)).toBe(true);
});
