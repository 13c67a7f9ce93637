// Routes and errors of the frameworks, each real, by real requests.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startTracingHarness, until } from './tracing-harness.ts';

const harness = startTracingHarness();
// After the harness, as in a service: what is already loaded as an ES module cannot be found.
const { default: Koa } = await import('koa');
const { default: Router } = await import('@koa/router');
const { Hono } = await import('hono');
const { serve } = await import('@hono/node-server');
await import('reflect-metadata');
const { Controller, Get, HttpException, Module, Param } = await import('@nestjs/common');
const { NestFactory } = await import('@nestjs/core');
const { ExpressAdapter } = await import('@nestjs/platform-express');
const { FastifyAdapter } = await import('@nestjs/platform-fastify');

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  harness.shutdown();
});
beforeEach(() => harness.reset());

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function startKoa(): Promise<string> {
  const inner = new Router({ prefix: '/shops/:shop' });
  inner.get('/items/:item', (ctx) => void (ctx.body = ctx.params.item));
  const router = new Router();
  router.get('/orders/:id', (ctx) => void (ctx.body = ctx.params.id));
  router.get('/broken/:id', () => {
    throw new RangeError('no stock');
  });
  router.get('/refused/:id', (ctx) => ctx.throw(402, 'pay first'));
  const app = new Koa({ asyncLocalStorage: false });
  app.silent = true;
  app.use(async (_ctx, next) => next());
  app.use(router.routes()).use(inner.routes()).use(router.allowedMethods());
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return urlOf(server);
}

async function startHono(): Promise<string> {
  const shops = new Hono().get('/items/:item', (c) => c.text(c.req.param('item')));
  const app = new Hono();
  app.onError((error, c) => c.text('failed', error.message === 'pay first' ? 402 : 500));
  app.use('*', async (_c, next) => next());
  app.get('/orders/:id', (c) => c.text(c.req.param('id')));
  app.get('/broken/:id', async () => Promise.reject(new RangeError('no stock')));
  app.get('/refused/:id', () => {
    throw new Error('pay first');
  });
  app.route('/shops/:shop', shops);
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await once(server, 'listening');
  closing.push(() => server.close());
  return urlOf(server);
}

function createModule(): new () => object {
  class Shop {
    find(id: string): string {
      return id;
    }
    item(item: string): string {
      return item;
    }
    broken(): never {
      throw new RangeError('no stock');
    }
    refused(): never {
      throw new HttpException('pay first', 402);
    }
  }
  const { prototype } = Shop;
  const route = (name: keyof Shop, path: string): void => {
    Get(path)(prototype, name, Object.getOwnPropertyDescriptor(prototype, name) as TypedPropertyDescriptor<unknown>);
  };
  Param('id')(prototype, 'find', 0);
  Param('item')(prototype, 'item', 0);
  route('find', 'orders/:id');
  route('item', 'shops/:shop/items/:item');
  route('broken', 'broken/:id');
  route('refused', 'refused/:id');
  Controller()(Shop);
  class App {}
  Module({ controllers: [Shop] })(App);
  return App;
}

async function startNest(adapter: InstanceType<typeof ExpressAdapter> | InstanceType<typeof FastifyAdapter>): Promise<string> {
  const app = await NestFactory.create(createModule(), adapter as InstanceType<typeof ExpressAdapter>, { logger: false });
  await app.listen(0, '127.0.0.1');
  closing.push(() => app.close());
  return urlOf(app.getHttpServer() as Server);
}

const servers = {
  koa: startKoa,
  hono: startHono,
  'nest on express': () => startNest(new ExpressAdapter()),
  'nest on fastify': () => startNest(new FastifyAdapter()),
};

describe.each(Object.entries(servers))('%s', (_name, start) => {
  let url: Promise<string> | undefined;
  const request = async (path: string) => {
    await fetch(`${await (url ??= start())}${path}`).then((response) => response.text());
    await until(() => harness.server.length === 1);
    return { record: harness.server[0], span: harness.spans().find((span) => span.kind === SpanKind.SERVER) };
  };

  test.each([
    ['/orders/4711', '/orders/:id'],
    ['/shops/9/items/42', '/shops/:shop/items/:item'],
  ])('%s is of route %s', async (path, route) => {
    const { record, span } = await request(path);
    expect(record).toMatchObject({ route, statusCode: 200, errorType: undefined });
    expect(span).toMatchObject({ name: `GET ${route}`, attributes: { 'http.route': route } });
  });

  test.each(['/nothing/4711', '/orders', '/'])('%s is of no route', async (path) => {
    const { record, span } = await request(path);
    expect(record).toMatchObject({ statusCode: 404, route: undefined });
    expect(span?.attributes).not.toHaveProperty(['http.route']);
  });

  test('what a handler throws is on the span', async () => {
    const { record, span } = await request('/broken/1');
    expect(record).toMatchObject({ statusCode: 500, route: '/broken/:id', errorType: 'RangeError' });
    expect(span).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message: 'no stock' },
      attributes: { 'error.type': 'RangeError' },
      events: [{ name: 'exception' }],
    });
  });

  test('what is answered with a 4xx is no error of the server', async () => {
    const { record, span } = await request('/refused/1');
    expect(record).toMatchObject({ statusCode: 402, route: '/refused/:id', errorType: undefined });
    expect(span).toMatchObject({ status: { code: SpanStatusCode.UNSET }, events: [] });
  });
});

test.each([
  ['a promise', async () => Promise.reject(new RangeError('no stock'))],
  [
    'at once',
    () => {
      throw new RangeError('no stock');
    },
  ],
])('koa: an error that a middleware turns into an answer is on the span, thrown as %s', async (_name, handler) => {
  harness.reset();
  const app = new Koa();
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch {
      ctx.status = ctx.path === '/refused' ? 409 : 500;
      ctx.body = 'failed';
    }
  });
  app.use(new Router().get('/broken', handler).get('/refused', handler).routes());
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  for (const path of ['/broken', '/refused']) await fetch(`${urlOf(server)}${path}`).then((response) => response.text());
  await until(() => harness.server.length === 2);
  expect(harness.server.map(({ statusCode, errorType }) => [statusCode, errorType])).toEqual([
    [500, 'RangeError'],
    [409, undefined],
  ]);
  const [broken, refused] = harness.spans().filter((span) => span.kind === SpanKind.SERVER);
  expect(broken).toMatchObject({ status: { code: SpanStatusCode.ERROR, message: 'no stock' }, events: [{ name: 'exception' }] });
  expect(refused).toMatchObject({ status: { code: SpanStatusCode.UNSET }, events: [] });
});
