import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadWorkspace } from '../workspace/workspace.ts';
import { readCatalogs, type ServiceCatalog } from './read-catalogs.ts';

let root = '';
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'plinth-catalogs-')));
  // The services find the packages of this repository, as they would their own.
  await symlink(join(import.meta.dirname, '../../../../node_modules'), join(root, 'node_modules'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const good = (name: string): string => `
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry, logger } from '@plinth/node';
logger.info('not heard');
export const { events, metrics } = bindTelemetry(
  defineTelemetry({ metrics: { '${name}.made': { type: 'counter', unit: '{thing}', help: 'Things', owner: 'shop' } } }),
);
metrics.made?.add(1);
`;

async function addService(name: string, module: string, { telemetry = 'src/telemetry.ts', folder = name } = {}): Promise<void> {
  const manifest = `version: 1\nname: ${name}\nowner: shop\nkind: http\nport: 8080\nimage: registry.shop.example/${name}\ntelemetry: ${telemetry}\n`;
  await put(`${folder}/plinth.yaml`, manifest);
  await put(`${folder}/package.json`, '{ "type": "module" }');
  if (module !== '') await put(`${folder}/${telemetry}`, module);
}

async function read({ deadlineMs = 15_000, env = process.env as Record<string, string | undefined> } = {}): Promise<
  readonly ServiceCatalog[]
> {
  const { services } = await loadWorkspace({ cwd: root, today: new Date('2026-11-30') });
  return readCatalogs(services, { cwd: root, env, deadlineMs });
}
const tell = ({ service, catalog, problems, notices }: ServiceCatalog): string =>
  [
    service,
    ...Object.keys(catalog?.file.metrics ?? {}),
    ...[...problems, ...notices].map(({ code, file, line }) => `${code} ${file}:${line}`),
  ].join(' ');

/** Processes of the group that a module put its mark on. */
function findLeftovers(mark: string): string {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(mark) || line.includes('catalog-process'))
    .join('\n');
}

describe('a module that defines telemetry', () => {
  test('gives its catalog, and nothing of the SDK starts', async () => {
    await addService('orders', good('orders'));
    const [result] = await read({ env: { ...process.env, PLINTH_ADMIN_PORT: 'no port', NODE_OPTIONS: '--import @plinth/node/register' } });
    expect(result).toMatchObject({
      service: 'orders',
      problems: [],
      notices: [],
      catalog: {
        file: { version: 1, service: 'orders', metrics: { 'orders.made': { type: 'counter', unit: '{thing}' } }, events: {} },
        definition: { metrics: { 'orders.made': { prometheusName: 'orders_made_total' } } },
      },
    });
  });

  test('may leave it unbound, bind several, be CommonJS, be JavaScript, and name TypeScript as its compiler wants it', async () => {
    await addService(
      'unbound',
      good('unbound')
        .replace('export const { events, metrics } = bindTelemetry(', 'export const catalog = (')
        .replace(/,\n\);\nmetrics.*/, '\n);'),
    );
    await addService(
      'several',
      good('several') +
        good('more')
          .replaceAll(/^import.*$/gm, '')
          .replace(/export const .*\n/, 'bindTelemetry(\n')
          .replace(/metrics\.made.*/, '')
          .replace(/logger.*/, ''),
    );
    const required = "const { defineTelemetry } = require('@plinth/catalog');\nconst { bindTelemetry } = require('@plinth/node');\n";
    await addService(
      'common',
      `${required}module.exports = bindTelemetry(defineTelemetry({ metrics: { 'common.made': { type: 'counter', unit: '1', help: 'Things', owner: 'shop' } } }));\n`,
      {
        telemetry: 'dist/telemetry.cjs',
      },
    );
    await addService(
      'split',
      good('split')
        .replace("'@plinth/node';", "'@plinth/node';\nimport { name } from './names.js';\nimport { other } from './folder';")
        .replace("'split.made'", '[name as `${string}.made`]')
        .replace("'Things'", 'other'),
    );
    await put('split/src/names.ts', "export const name: string = 'split.made';\n");
    await put('split/src/folder/index.ts', "export const other: string = 'Other things';\n");
    expect((await read()).map(tell)).toEqual([
      'common common.made',
      'several more.made several.made',
      'split split.made',
      'unbound unbound.made',
    ]);
  });

  test('may be a catalog.json, which says the same', async () => {
    await addService('orders', good('orders'));
    const [first] = await read();
    await addService('orders', JSON.stringify(first?.catalog?.file), { telemetry: 'catalog.json' });
    const [second] = await read();
    expect(second).toEqual(first);
    await addService('orders', '{ "metrics": { "Orders": {} } }', { telemetry: 'catalog.json' });
    expect((await read())[0]?.problems.map(({ code, file, path }) => `${code} ${file} ${path}`)).toContain(
      'manifest.catalog_invalid orders/catalog.json metrics.Orders',
    );
    await addService('orders', '{', { telemetry: 'catalog.json' });
    expect((await read()).map(tell)).toEqual(['orders manifest.catalog_invalid orders/catalog.json:1']);
  });
});

const forged = JSON.stringify({ kind: 'end', index: 0, catalogs: [{ metrics: {}, events: {} }], output: '', running: [] });
/** What is wrong with one module, and what is said of it. */
const bad: Readonly<Record<string, { readonly module: string; readonly said: string }>> = {
  missing: { module: '', said: 'manifest.catalog_missing missing/plinth.yaml:7' },
  empty: { module: 'export const nothing = 1;\n', said: 'manifest.catalog_empty empty/src/telemetry.ts:1' },
  enumeration: { module: `enum Kind { A }\n${good('enumeration')}`, said: 'manifest.catalog_not_erasable enumeration/src/telemetry.ts:1' },
  imports: { module: `import '@app/names';\n${good('imports')}`, said: 'manifest.catalog_import_missing imports/src/telemetry.ts:1' },
  throws: { module: `\nthrow new Error('no database');\n`, said: 'manifest.catalog_throws throws/src/telemetry.ts:2' },
  exits: { module: `${good('exits')}process.exit(0);\n`, said: 'manifest.catalog_exits exits/src/telemetry.ts:1' },
  kills: { module: `process.kill(process.pid, 'SIGKILL');\n`, said: 'manifest.catalog_exits kills/src/telemetry.ts:1' },
  spins: { module: 'for (;;);\n', said: 'manifest.catalog_hangs spins/src/telemetry.ts:1' },
  awaits: { module: 'await new Promise(() => undefined);\n', said: 'manifest.catalog_hangs awaits/src/telemetry.ts:1' },
  invalid: { module: good('invalid').replace("'counter'", "'countr'"), said: 'manifest.catalog_invalid invalid/src/telemetry.ts:1' },
  conflict: {
    module: `${good('conflict')}bindTelemetry(defineTelemetry({ metrics: { 'conflict.made': { type: 'gauge', unit: '1', help: 'Things', owner: 'shop' } } }));\n`,
    said: 'manifest.catalog_invalid conflict/src/telemetry.ts:1',
  },
  prints: {
    module: `console.log('x'.repeat(10_000_000));\nprocess.stderr.write('y');\n${good('prints')}`,
    said: 'prints.made manifest.catalog_prints prints/src/telemetry.ts:1',
  },
  writes: {
    module: `import { writeSync } from 'node:fs';\nfor (let i = 0; i < 160; i++) writeSync(1, 'x'.repeat(65_536));\n${good('writes')}`,
    said: 'writes.made',
  },
  forges: {
    module: `console.log(${JSON.stringify(forged)});\nprocess.send?.(${forged});\n${good('forges')}`,
    said: 'forges.made manifest.catalog_prints forges/src/telemetry.ts:1',
  },
  disconnects: { module: `process.disconnect?.();\n${good('disconnects')}`, said: 'disconnects.made' },
  late: {
    module: `setTimeout(() => { throw new Error('late'); }, 5);\nPromise.reject(new Error('unheard'));\n${good('late')}`,
    said: 'late.made manifest.catalog_starts_something late/src/telemetry.ts:1',
  },
  exitsLate: {
    module: `setTimeout(() => process.exit(1), 5);\n${good('late')}`,
    said: 'late.made manifest.catalog_starts_something exits-late/src/telemetry.ts:1',
  },
  spinsLate: {
    module: `setTimeout(() => { for (;;); }, 1);\n${good('late')}`,
    said: 'late.made manifest.catalog_starts_something spins-late/src/telemetry.ts:1',
  },
  killsLate: {
    module: `setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1);\n${good('late')}`,
    said: 'late.made manifest.catalog_starts_something kills-late/src/telemetry.ts:1',
  },
  spawns: {
    module: `import { spawn } from 'node:child_process';\nspawn('sleep', ['98765'], { stdio: 'ignore' });\n${good('spawns')}`,
    said: 'spawns.made manifest.catalog_starts_something spawns/src/telemetry.ts:1',
  },
};
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

test(
  'a module that does worse is named, its 200 neighbours keep their catalogs, and nothing is left running',
  { timeout: 120_000 },
  async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    // Two services that open one port that is taken.
    const opens = `import { createServer } from 'node:http';\ncreateServer().listen(${port}, '127.0.0.1');\ncreateServer().listen(0);\n`;
    for (const [name, { module }] of Object.entries(bad)) await addService(kebab(name), module);
    for (const name of ['opens', 'reopens']) await addService(name, `${opens}${good(name)}`);
    const neighbours = Array.from({ length: 200 }, (_, at) => `${'abcdefghijklmnopqrst'[at % 20]}${at}`);
    for (const name of neighbours) await addService(name, good(name));

    const results = new Map((await read({ deadlineMs: 4000 })).map((result) => [result.service, tell(result)]));
    server.close();
    for (const name of neighbours) expect(results.get(name)).toBe(`${name} ${name}.made`);
    for (const [name, { said }] of Object.entries(bad)) expect(results.get(kebab(name))).toBe(`${kebab(name)} ${said}`);
    for (const name of ['opens', 'reopens'])
      expect(results.get(name)).toBe(`${name} ${name}.made manifest.catalog_starts_something ${name}/src/telemetry.ts:1`);
    expect(findLeftovers('sleep 98765')).toBe('');
  },
);

test('the message has what was printed and what was thrown, on one line', async () => {
  await addService('orders', `console.error('looking for the database\\nat 10.0.0.1');\nthrow new Error('no database');\n`);
  const [result] = await read();
  expect(result?.problems.map(({ message }) => message)).toEqual([
    'expected telemetry, got: no database; it printed: looking for the database | at 10.0.0.1',
  ]);
});
