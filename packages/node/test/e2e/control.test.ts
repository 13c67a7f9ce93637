// A running service, changed through its admin port.
import { request } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCollector, startService, until, type Received, type ServiceProcess } from './service-process.ts';

const token = 'correct-horse-battery-staple';
let collector: Received;
let adminPort: number;
let service: ServiceProcess;
let admin: string;
const running: ServiceProcess[] = [];

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// The level is `error`: control must work where hardly anything is logged. The line with the admin port is not, so the port is given.
async function start(env: Record<string, string>): Promise<ServiceProcess> {
  adminPort = await findFreePort();
  admin = `http://127.0.0.1:${adminPort}`;
  const started = await startService('controlled.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_TRACES_SAMPLER_ARG: '0',
    PLINTH_LOG_LEVEL: 'error',
    PLINTH_ADMIN_PORT: String(adminPort),
    ...env,
  });
  running.push(started);
  return started;
}

beforeAll(async () => {
  collector = await startCollector();
  service = await start({ PLINTH_ADMIN_TOKEN: token });
});
afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await collector.shutdown();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly problems?: readonly { path: string }[]; readonly overrides?: readonly unknown[] };
}

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${admin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : { text } };
}

/** Lines of one request to the service: whatever it logs is written when it has answered and one more line came. */
async function linesOfRequest(): Promise<string[]> {
  const before = service.lines.length;
  await (await fetch(service.url)).text();
  await until(() => service.lines.slice(before).some(({ message }) => message === 'an error'));
  return service.lines.slice(before).flatMap(({ message, event }) => (event === undefined ? [message] : []));
}

const audits = () => service.lines.filter(({ event }) => String(event).startsWith('plinth.control.'));

test('the log level goes up for one logger and for all, comes back by itself, and all of it is audited', async () => {
  expect(await linesOfRequest()).toEqual(['an error']);
  const changed = await call('PUT', '/control/log-level', { level: 'debug', logger: 'cards', ttl_seconds: 60 });
  expect(changed).toMatchObject({ status: 200, body: { setting: 'log-level', logger: 'cards', value: 'debug', original: 'error' } });
  expect(await linesOfRequest()).toEqual(['cards debug', 'an error']);
  await call('PUT', '/control/log-level', { level: 'debug', ttl_seconds: 1 });
  expect(await linesOfRequest()).toEqual(['root debug', 'cards debug', 'an error']);
  expect((await call('GET', '/control')).body).toMatchObject({
    log_level: 'debug',
    loggers: ['cards'],
    overrides: [{ logger: 'cards' }, {}],
  });
  await call('DELETE', '/control/log-level?logger=cards');
  await until(() => audits().some(({ event }) => event === 'plinth.control.expired'));
  expect(await linesOfRequest()).toEqual(['an error']);
  expect((await call('GET', '/control')).body).toMatchObject({ log_level: 'error', overrides: [] });
  expect(audits()).toMatchObject([
    { code: 'node.control_changed', setting: 'log-level', target_logger: 'cards', from: 'error', to: 'debug', remote_address: '127.0.0.1' },
    { code: 'node.control_changed', setting: 'log-level', from: 'error', to: 'debug' },
    { code: 'node.control_reverted', target_logger: 'cards', remote_address: '127.0.0.1' },
    { code: 'node.control_expired', from: 'debug', to: 'error' },
  ]);
  expect(audits()[0]!['until']).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(service.stdout() + service.stderr()).not.toContain(token);
});

test('the sampling ratio goes up and is taken back; the admin port itself is not traced', async () => {
  await linesOfRequest();
  expect((await call('PUT', '/control/sampling-ratio', { ratio: 1, ttl_seconds: 60 })).status).toBe(200);
  await linesOfRequest();
  await until(() => collector.spans.length > 0);
  expect((await call('DELETE', '/control')).body).toMatchObject({ reverted: [{ setting: 'sampling-ratio', value: 1, original: 0 }] });
  await linesOfRequest();
  // All that was made has arrived or was left out.
  await until(async () => {
    const { ledger } = (await (await fetch(`${admin}/debug/plinth`)).json()) as { ledger: { in_flight: number }[] };
    return ledger.every(({ in_flight }) => in_flight === 0);
  });
  expect(collector.spans).toHaveLength(1);
});

test('changes at the same time: the last one counts, each is audited, and the original comes back', async () => {
  await linesOfRequest();
  const before = audits().length;
  const levels = ['debug', 'silly', 'verbose', 'info', 'warn'];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => call('PUT', '/control/log-level', { level: levels[index % 5], ttl_seconds: 60 })),
  );
  expect(answers.every(({ status, body }) => status === 200 && body['original'] === 'error')).toBe(true);
  const { body } = await call('GET', '/control');
  expect(body.overrides).toHaveLength(1);
  await call('DELETE', '/control/log-level');
  await until(() => audits().length === before + 51);
  const chain = audits().slice(before);
  expect(chain.slice(1).map(({ from }) => from)).toEqual(chain.slice(0, -1).map(({ to }) => to));
  expect(chain.at(-1)).toMatchObject({ from: body['log_level'], to: 'error' });
});

describe('refused', () => {
  test.each([
    ['{"level":"loud","ttl_seconds":0,"x":1}', {}, 400, ['x', 'ttl_seconds', 'level']],
    ['not json', {}, 400, ['body']],
    [`{"level":"debug","logger":"${'x'.repeat(5000)}"}`, {}, 413, ['body']],
    ['{"level":"debug"}', { 'content-type': 'text/plain' }, 415, ['content-type']],
  ])('body %#', async (body, headers, status, paths) => {
    const answer = await call('PUT', '/control/log-level', body, headers);
    expect([answer.status, answer.body.problems?.map(({ path }) => path)]).toEqual([status, paths]);
  });

  test('paths and methods that do not exist', async () => {
    expect((await call('GET', '/control/nothing')).status).toBe(404);
    expect((await call('POST', '/control')).status).toBe(405);
    expect((await call('GET', '/control/log-level')).status).toBe(405);
    expect((await call('PUT', '/metrics')).status).toBe(405);
    expect((await call('GET', '/control')).body.overrides).toEqual([]);
  });

  test('an endless body is not read', async () => {
    const answered = new Promise<number>((resolve, reject) => {
      const put = request(`${admin}/control/log-level`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      });
      put.on('response', (response) => {
        resolve(response.statusCode ?? 0);
        put.destroy();
      });
      put.on('error', reject);
      const write = (): void => void (put.destroyed || put.write('x'.repeat(1000), () => setTimeout(write, 1)));
      write();
    });
    expect(await answered).toBe(413);
  });

  test('the wrong token, until it is limited; the right one, health and metrics go on', async () => {
    const wrong = (headers: Record<string, string>) => call('GET', '/control', undefined, headers);
    expect((await wrong({ authorization: '' })).status).toBe(401);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 30; attempt++)
      statuses.push((await wrong({ authorization: `Bearer wrong-${attempt}-${token}` })).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(9);
    expect(statuses.at(-1)).toBe(429);
    expect((await call('PUT', '/control/log-level', { level: 'warn' }, { authorization: 'Bearer wrong' })).status).toBe(429);
    expect((await call('GET', '/control')).body).toMatchObject({ log_level: 'error', overrides: [] });
    expect((await fetch(`${admin}/health/ready`)).status).toBe(200);
    expect(service.stdout() + service.stderr()).not.toContain(token);
  });
});

test('a restart forgets; without a token there is no /control', async () => {
  await call('PUT', '/control/log-level', { level: 'debug' });
  service.child.kill('SIGTERM');
  await service.ended;
  service = await start({ PLINTH_ADMIN_TOKEN: token });
  expect((await call('GET', '/control')).body).toMatchObject({ log_level: 'error', overrides: [] });

  service = await start({});
  const unknown = await fetch(`${admin}/nothing`);
  const expected = await unknown.text();
  for (const method of ['GET', 'PUT', 'DELETE']) {
    expect(await call(method, '/control')).toEqual({ status: 404, body: { text: expected } });
  }
  expect(expected).not.toContain('control');
});
