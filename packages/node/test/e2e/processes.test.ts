// Processes as they are in the field: children, wrappers, neighbours on the same machine, scripts, a cluster under a foreign primary.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spawnService, startService, type LogLine, type ServiceProcess } from './service-process.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const quiet = { OTEL_TRACES_EXPORTER: 'none' };
const running: { readonly child: { kill(signal: 'SIGKILL'): unknown } }[] = [];
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});

async function start(file: string, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const service = await startService(file, { ...quiet, ...env });
  running.push(service);
  return service;
}
const scrape = async (adminUrl: string): Promise<string> => (await fetch(`${adminUrl}/metrics`)).text();
const countMembers = async ({ adminUrl }: ServiceProcess): Promise<number> => {
  const { members = [] } = (await (await fetch(`${adminUrl}/debug/plinth`)).json()) as { members?: unknown[] };
  return members.length;
};
const visits = (text: string): number => Number(/^shop_visits_total(?:\{.*\})? (\d+)/m.exec(text)?.[1]);
const lineOf = ({ lines }: Pick<ServiceProcess, 'lines'>, code: string): LogLine | undefined => lines.find((line) => line['code'] === code);

async function hold(port = 0): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('children of a service', () => {
  test.each(['fork', 'spawn', 'fork and spawn'])('%s: they join its group, without a line and without a port', async (family) => {
    const service = await start('family.mjs', { FAMILY: family });
    const members = family.split(' and ').length;
    await expect.poll(async () => visits(await scrape(service.adminUrl)), { timeout: 10_000 }).toBe(1 + members);
    expect(service.lines.filter(({ message }) => message === 'plinth started')).toHaveLength(1);
    expect(service.lines.filter(({ message }) => message === 'child works')).toHaveLength(members);
    await fetch(`${service.url}/end`);
    await expect.poll(() => countMembers(service), { timeout: 10_000 }).toBe(0);
    // A counter that fell would look like a restart.
    expect(visits(await scrape(service.adminUrl))).toBe(1 + members);
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  });

  test('what a child has counted stays when it is killed', async () => {
    const service = await start('family.mjs', { FAMILY: 'spawn' });
    await expect.poll(async () => visits(await scrape(service.adminUrl)), { timeout: 10_000 }).toBe(2);
    const { members } = (await (await fetch(`${service.adminUrl}/debug/plinth`)).json()) as { members: { pid: number }[] };
    process.kill(members[0]!.pid, 'SIGKILL');
    await expect.poll(() => countMembers(service), { timeout: 10_000 }).toBe(0);
    for (let index = 0; index < 2; index++) expect(visits(await scrape(service.adminUrl))).toBe(2);
  });

  test('a child lives on when its parent ends', async () => {
    const service = await start('family.mjs', { FAMILY: 'spawn', KEEP: '1' });
    await expect.poll(async () => visits(await scrape(service.adminUrl)), { timeout: 10_000 }).toBe(2);
    const { members } = (await (await fetch(`${service.adminUrl}/debug/plinth`)).json()) as { members: { pid: number }[] };
    const { pid } = members[0]!;
    running.push({ child: { kill: () => process.kill(pid, 'SIGKILL') } });
    service.child.kill('SIGTERM');
    await once(service.child, 'exit');
    expect(() => process.kill(pid, 0)).not.toThrow();
  });
});

describe('two services on one machine', () => {
  let usual: Server | undefined;
  beforeEach(async () => {
    usual = await hold(9464).catch(() => undefined);
  });
  afterEach(() => usual?.close());

  test('nobody chose a port: the second one takes a free port and says so', async () => {
    const service = await start('service.mjs', { PLINTH_ADMIN_PORT: '' });
    expect(lineOf(service, 'node.admin_port_in_use')).toMatchObject({ level: 'warn', problem: expect.stringContaining(service.adminUrl) });
    expect((await fetch(`${service.adminUrl}/health/live`)).status).toBe(200);
  });

  test('a chosen port that is taken: an error line, and the service runs', async () => {
    const holder = await hold();
    const { port } = holder.address() as AddressInfo;
    const service = await start('service.mjs', { PLINTH_ADMIN_PORT: String(port) });
    expect(lineOf(service, 'node.admin_listen_failed')).toMatchObject({
      level: 'error',
      problem: expect.stringContaining(`127.0.0.1:${port}`),
    });
    expect(await (await fetch(`${service.url}/order`)).text()).toBe('placed');
    holder.close();
  });

  test('an address that is not of this machine: an error line, and the other addresses work', async () => {
    const service = await start('service.mjs', { PLINTH_ADMIN_HOST: '127.0.0.1,192.0.2.1,127.0.0.2' });
    expect(lineOf(service, 'node.admin_listen_failed')).toMatchObject({ problem: expect.stringContaining('192.0.2.1') });
    const { port } = new URL(service.adminUrl);
    for (const host of ['127.0.0.1', '127.0.0.2']) expect((await fetch(`http://${host}:${port}/health/live`)).status).toBe(200);
  });
});

describe('programs that are no service', () => {
  const options = {
    env: { PATH: process.env['PATH'], NODE_OPTIONS: '--import @plinth/node/register', OTEL_PROPAGATORS: 'tracecontext' },
    cwd: fixtures,
  };
  const run = promisify(execFile);

  test.each([
    [['-p', '1+1'], '2\n'],
    [['-e', 'console.log(3)'], '3\n'],
    [['-p', 'process.argv[1]', 'argument'], 'argument\n'],
    [['--check', 'family.mjs'], ''],
  ])('node %j: its output is its own', async (argv, stdout) => {
    const usual = await hold(9464).catch(() => undefined);
    expect((await run(process.execPath, argv, options)).stdout).toBe(stdout);
    usual?.close();
  });

  test('two files of node:test at once', async () => {
    const folder = mkdtempSync(join(fixtures, 'tests-'));
    for (const name of ['a', 'b'])
      writeFileSync(join(folder, `${name}.test.mjs`), `import test from 'node:test'; test('${name}', () => {});`);
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', folder + '/*.mjs'], options).finally(() =>
      rmSync(folder, { recursive: true }),
    );
    expect(stdout).toContain('# pass 2');
    expect(stdout).not.toContain('plinth started');
  });

  test('a package manager leaves the admin port to what it starts', async () => {
    const folder = mkdtempSync(join(fixtures, 'wrapped-'));
    // As npm installs its programs: a link without an extension, in a folder of programs.
    mkdirSync(join(folder, 'node_modules/nodemon/bin'), { recursive: true });
    mkdirSync(join(folder, 'node_modules/.bin'));
    const launcher = join(folder, 'node_modules/nodemon/bin/nodemon.js');
    writeFileSync(launcher, `require('node:child_process').spawn(process.execPath, process.argv.slice(2), { stdio: 'inherit' });`);
    symlinkSync('../nodemon/bin/nodemon.js', join(folder, 'node_modules/.bin/nodemon'));
    const child = spawn(process.execPath, [join(folder, 'node_modules/.bin/nodemon'), 'family.mjs'], {
      ...options,
      env: { ...options.env, PLINTH_ADMIN_PORT: '0', ...quiet },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    try {
      await expect.poll(() => text, { timeout: 10_000 }).toContain('"listening"');
      expect(text.match(/"plinth started"/g)).toHaveLength(1);
      expect(text).not.toContain('"level":"warn"');
      const adminUrl = /"admin_url":"([^"]+)"/.exec(text)![1]!;
      expect(visits(await scrape(adminUrl))).toBe(1);
    } finally {
      process.kill(-child.pid!, 'SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a cluster whose primary has no SDK', () => {
  /** Starts the cluster, and sends each worker requests. */
  async function startCluster(env: Readonly<Record<string, string>>): Promise<{ readonly lines: LogLine[]; readonly url: string }> {
    const [service, admin] = await Promise.all([hold(), hold()]);
    const [port, adminPort] = [service, admin].map((server) => (server.address() as AddressInfo).port);
    for (const server of [service, admin]) {
      server.close();
      await once(server, 'close');
    }
    const child = spawn(process.execPath, ['foreign-primary.cjs'], {
      cwd: fixtures,
      env: { PATH: process.env['PATH'], ...quiet, SERVICE_PORT: String(port), PLINTH_ADMIN_PORT: String(adminPort), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push({ child });
    const lines: LogLine[] = [];
    let partial = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (partial + chunk).split('\n');
      partial = parts.pop() ?? '';
      for (const part of parts) lines.push(JSON.parse(part) as LogLine);
    });
    await expect.poll(() => lines.map(({ message }) => message), { timeout: 15_000 }).toContain('listening');
    const url = `http://127.0.0.1:${port}`;
    for (let index = 0; index < 30; index++) await (await fetch(url, { headers: { connection: 'close' } })).text();
    return { lines, url };
  }
  const adminUrls = (lines: readonly LogLine[]): string[] =>
    lines.flatMap((line) => (typeof line['admin_url'] === 'string' ? [line['admin_url']] : []));

  test('each scrape has the metrics of all workers', async () => {
    const { lines } = await startCluster({});
    const [adminUrl] = adminUrls(lines);
    for (let index = 0; index < 6; index++) {
      const response = await fetch(`${adminUrl}/metrics`, { headers: { connection: 'close' } });
      expect(visits(await response.text())).toBe(30);
    }
  });

  test('two applications under one primary are not mixed', async () => {
    const { lines } = await startCluster({ APPLICATIONS: 'shop,shop,bank,bank', PLINTH_ADMIN_PORT: '' });
    const seen = new Map<string, Set<number>>();
    for (const line of lines.filter(({ message }) => message === 'plinth started')) {
      const name = String(line['service.name']);
      const counts = seen.get(name) ?? new Set<number>();
      for (let index = 0; index < 4; index++) {
        const response = await fetch(`${String(line['admin_url'])}/metrics`, { headers: { connection: 'close' } });
        counts.add(visits(await response.text()));
      }
      seen.set(name, counts);
    }
    // The primary deals the requests out evenly: so both applications have the same number, and no scrape shows another one.
    const [shop, bank] = [[...(seen.get('shop') ?? [])], [...(seen.get('bank') ?? [])]];
    expect([shop.length, bank.length]).toEqual([1, 1]);
    expect(shop[0]! + bank[0]!).toBe(30);
  });

  test('two applications under one primary that were given one port: those that share it say so', async () => {
    const { lines } = await startCluster({ APPLICATIONS: 'shop,bank' });
    const failed = lines.filter((line) => line['code'] === 'node.admin_listen_failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({ level: 'error', problem: expect.stringContaining('another application under the same primary') });
    // Whoever has the port answers for itself alone.
    const open = lines.filter(({ message, ...line }) => message === 'plinth started' && line['admin_url'] !== undefined);
    for (const line of open) expect(visits(await scrape(String(line['admin_url'])))).toBe(15);
  });
});

describe('a file system that cannot be written', () => {
  test.each(['fork', 'thread'])('%s: a TMPDIR that is too long, or read-only, is not used', async (family) => {
    const long = mkdtempSync(join(tmpdir(), `${'x'.repeat(90)}-`));
    const service = await start('family.mjs', { FAMILY: family, TMPDIR: long });
    await expect.poll(async () => visits(await scrape(service.adminUrl)), { timeout: 10_000 }).toBe(2);
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
    rmSync(long, { recursive: true });
  });

  const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0;
  test.skipIf(!canMount).each(['thread', 'cluster'])(
    'nothing can be written: %s runs, and it is said (skipped where unshare needs more rights)',
    async (kind) => {
      const file = kind === 'thread' ? 'family.mjs' : 'cluster.mjs';
      const mounts = ['/tmp', '/dev/shm'].map((path) => `mount --bind ${path} ${path} && mount -o remount,ro,bind ${path}`).join(' && ');
      const child = spawn(
        'unshare',
        ['--mount', 'bash', '-c', `${mounts} && exec ${process.execPath} --import @plinth/node/register ${file}`],
        {
          cwd: fixtures,
          env: { PATH: process.env['PATH'], FAMILY: 'thread', PLINTH_ADMIN_PORT: '0', ...quiet },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      running.push({ child });
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      await expect.poll(() => text, { timeout: 15_000 }).toContain('"listening"');
      await expect.poll(() => text, { timeout: 15_000 }).toContain('node.group_unavailable');
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      expect(await ended).toEqual([null, 'SIGTERM']);
      expect(text).not.toMatch(/EROFS|ENOENT.*at /s);
    },
  );
});

describe('ready', () => {
  test('not before a server of the service listens, and the page says what it waits for', async () => {
    const waiting = spawnService('late.mjs', quiet);
    running.push(waiting);
    await expect.poll(() => waiting.lines.map(({ message }) => message), { timeout: 10_000 }).toContain('plinth started');
    const adminUrl = String(waiting.lines.find(({ message }) => message === 'plinth started')?.['admin_url']);
    const early = await fetch(`${adminUrl}/health/ready`);
    expect(early.status).toBe(503);
    expect(await early.json()).toMatchObject({
      checks: [{ name: 'listening', ok: false, reason: expect.stringContaining('PLINTH_READY_WITHOUT_SERVER') }],
    });
    expect((await fetch(`${adminUrl}/health/live`)).status).toBe(200);
  });

  test.each([{ PLINTH_READY_WITHOUT_SERVER: 'true' }, { CONSUMES: '1' }])('%j: ready without a server', async (env) => {
    const waiting = spawnService('late.mjs', { ...quiet, ...env });
    running.push(waiting);
    await expect.poll(() => waiting.lines.map(({ message }) => message), { timeout: 10_000 }).toContain('plinth started');
    const adminUrl = String(waiting.lines.find(({ message }) => message === 'plinth started')?.['admin_url']);
    await expect.poll(async () => (await fetch(`${adminUrl}/health/ready`)).status).toBe(200);
  });
});
