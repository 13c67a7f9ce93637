import { once } from 'node:events';
import { createServer, get, request, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { boundConnections, isLoopback, isMeantForLoopback } from './callers.ts';
import { startAdminServers } from './listen.ts';
import { createAdminServer } from './server.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe('the Host of a request', () => {
  test.each(['localhost', 'localhost:9464', 'LOCALHOST.:1', 'orders.localhost:9464', '127.0.0.1:9464', '127.9.9.9', '[::1]:9464', '[::ffff:127.0.0.1]'])(
    '%s is this machine',
    (host) => expect(isMeantForLoopback({ headers: { host } })).toBe(true),
  ); // prettier-ignore
  test.each(['evil.example', 'evil.example:9464', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1:9464', '[fe80::1]', '', 'localhostx'])(
    '%j is not',
    (host) => expect(isMeantForLoopback({ headers: { host } })).toBe(false),
  ); // prettier-ignore
  test('HTTP/1.0 needs none', () => expect(isMeantForLoopback({ headers: {} })).toBe(true));
  test('addresses', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', '1127.0.0.1'].some(isLoopback)).toBe(false);
  });
});

const pages = {
  metrics: undefined,
  readiness: async () => ({ ok: true, checks: [], hasBegun: true }),
  debug: async () => '{}\n',
  control: undefined,
};

async function startAdmin(host: string): Promise<number> {
  const create = (): Server => {
    const server = createAdminServer(pages);
    closing.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return server;
  };
  const admin = { hosts: [host], port: 0, isPortGiven: true };
  const [url = ''] = await startAdminServers({ admin, createServer: create, isShared: false, notify: () => {} });
  return Number(new URL(url).port);
}

async function statusOf(port: number, host: string, method = 'GET', path = '/health/live'): Promise<number | undefined> {
  const outgoing = request({ port, host: '127.0.0.1', method, path, headers: { host }, agent: false }).end();
  const [response] = (await once(outgoing, 'response')) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

test('a page of a browser that had its name resolved to this machine reads nothing', async () => {
  const port = await startAdmin('127.0.0.1');
  for (const path of ['/health/live', '/health/ready', '/debug/plinth', '/control', '/none']) {
    expect(await statusOf(port, `evil.example:${port}`, 'GET', path)).toBe(403);
  }
  expect(await statusOf(port, `evil.example:${port}`, 'PUT', '/control/log-level')).toBe(403);
  expect(await statusOf(port, `localhost:${port}`)).toBe(200);
  expect(await statusOf(port, `127.0.0.1:${port}`)).toBe(200);
});

test('a port that others reach answers to every name', async () => {
  const port = await startAdmin('0.0.0.0');
  expect(await statusOf(port, 'orders.shop.svc:9464')).toBe(200);
});

describe('connections', () => {
  async function startBounded(most: number, respond: (end: () => void) => void): Promise<{ server: Server; port: number }> {
    const server = createServer((_request, response) => respond(() => response.end('ok')));
    boundConnections(server, most);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return { server, port: (server.address() as AddressInfo).port };
  }
  async function openHalf(server: Server, port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await once(server, 'connection');
    socket.write('GET / HTTP/1.1\r\nhost: localh');
    return socket;
  }
  const countOf = (server: Server): Promise<number> =>
    new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

  test('half requests never hold more than the bound, and a whole one is answered', async () => {
    const { server, port } = await startBounded(5, (end) => end());
    const halves: Socket[] = [];
    for (let index = 0; index < 40; index++) halves.push(await openHalf(server, port));
    await Promise.all(halves.slice(0, 35).map(async (socket) => socket.destroyed || once(socket, 'close')));
    expect(await countOf(server)).toBeLessThanOrEqual(5);
    const [response] = (await once(get({ port, host: '127.0.0.1', agent: false }), 'response')) as [
      { statusCode?: number; resume(): void },
    ];
    response.resume();
    expect(response.statusCode).toBe(200);
    for (const socket of halves) socket.destroy();
  });

  test('a request that is being answered is not cut off', async () => {
    const waiting: (() => void)[] = [];
    const { server, port } = await startBounded(2, (end) => void waiting.push(end));
    const answers = [0, 1].map(() => once(get({ port, host: '127.0.0.1', agent: false }), 'response'));
    while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const extra = await openHalf(server, port);
    if (!extra.destroyed) await once(extra, 'close');
    for (const end of waiting) end();
    for (const answer of answers) expect(((await answer) as [{ statusCode?: number }])[0].statusCode).toBe(200);
  });
});
