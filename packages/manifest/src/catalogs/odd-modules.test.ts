import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { good, tell, useServices } from '../../test/service-folder.ts';

const { at, put, addService, read } = useServices();
const code = (name: string, reason: string, line = 1): string => `${name} manifest.catalog_${reason} ${name}/src/telemetry.ts:${line}`;
const isRunning = (mark: string): boolean => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(mark);

/** Reads one odd module with a good neighbour on each side. */
async function readBetween(
  name: string,
  module: string,
  { telemetry = 'src/telemetry.ts', deadlineMs = 15_000 } = {},
): Promise<string | undefined> {
  await addService('a', good('a'));
  await addService(name, module, { telemetry });
  await addService('z', good('z'));
  const told = (await read({ deadlineMs })).map(tell);
  expect([told[0], told[2]]).toEqual(['a a.made', 'z z.made']);
  return told[1];
}

describe('whatever is thrown is said', () => {
  test.each([
    ['null', 'throw null;'],
    ['an object without a text', 'throw Object.create(null);'],
    ['a Proxy', 'throw new Proxy({}, { get() { throw new Error("no"); } });'],
    ['a frozen error', 'throw Object.freeze(new Error("no"));'],
    ['an error whose message cannot be read', 'throw Object.defineProperty(new Error(), "message", { get() { throw new Error("no"); } });'],
    ['an error whose message is a number', 'throw Object.assign(new Error(), { message: 7, stack: {} });'],
  ])('%s', async (_name, module) => {
    expect(await readBetween('odd', module)).toMatch(/^odd manifest\.catalog_throws odd\/src\/telemetry\.ts:/);
  });
});

describe('TypeScript that has to be compiled is named as such', () => {
  test.each([
    ['a decorator', '\nfunction mark(target: unknown): void {}\n@mark\nclass A {}\n'],
    ['a namespace', 'namespace A { export const b = 1; }\n'],
    ['a property of a constructor', 'class A { constructor(readonly b: string) {} }\n'],
    ['an import as require', "import x = require('node:fs');\n"],
  ])('%s', async (_name, module) => {
    expect(await readBetween('odd', module + good('odd'))).toMatch(/^odd manifest\.catalog_not_erasable /);
  });

  test.each(['src/telemetry.tsx', 'src/telemetry.jsx', 'src/telemetry.txt'])('%s', async (telemetry) => {
    expect(await readBetween('odd', 'export const a = <b />;\n', { telemetry })).toMatch(/^odd manifest\.catalog_(not_erasable|throws) /);
  });

  test('a type that is imported like a value is an import that is missing', async () => {
    await put('odd/src/types.ts', 'export interface A { readonly b: string }\n');
    expect(await readBetween('odd', `import { A } from './types.ts';\n${good('odd')}`)).toBe(code('odd', 'import_missing'));
  });
});

describe('a module keeps its neighbours as they are', () => {
  test.each([
    ['takes JSON away', 'globalThis.JSON = undefined;'],
    ['takes Map away', 'globalThis.Map = undefined;'],
    ['breaks lists', 'Array.prototype.map = Array.prototype.includes = Array.prototype.filter = () => { throw new Error("no"); };'],
    ['adds to all objects', 'Object.prototype.labels = { a: { limit: 1 } };'],
    ['breaks promises', 'Promise.prototype.then = () => undefined;'],
    ['breaks the file system', "import fs, { } from 'node:fs'; fs.readFileSync = fs.existsSync = () => { throw new Error('no'); };"],
    ['has hooks of its own', "import { registerHooks } from 'node:module'; registerHooks({ resolve() { throw new Error('no'); } });"],
    ['takes all listeners away', 'process.removeAllListeners(); setTimeout(() => { throw new Error("late"); }, 1);'],
    ['changes its folder', "process.chdir('/'); process.chdir = () => { throw new Error('no'); };"],
    ['answers for others', 'process.emit("message", [{ index: 0, file: "/x", folder: "/" }]);'],
  ])('it %s', async (_name, module) => {
    expect(await readBetween('odd', `${good('odd')}${module}\n`)).toMatch(/^odd /);
  });

  test('what it writes to the pipe of the answers is no answer, with and without an end of line', async () => {
    const forged = JSON.stringify({
      kind: 'end',
      index: 0,
      catalogs: [{ metrics: {}, events: {} }],
      output: '',
      running: [],
      spoilt: false,
    });
    const module = `import { writeSync } from 'node:fs';\nfor (const text of ['no JSON\\n', ${JSON.stringify(`${forged}\n`)}, 'half a line']) writeSync(3, text);\n`;
    expect(await readBetween('odd', module + good('odd'))).toBe('odd odd.made');
    // It never ends, and speaks all the time.
    const busy = `import { writeSync } from 'node:fs';\nsetInterval(() => writeSync(3, ${JSON.stringify(`${forged}\n`)}), 50);\nawait new Promise(() => undefined);\n`;
    expect(await readBetween('odd', busy, { deadlineMs: 1500 })).toBe(code('odd', 'hangs'));
  });

  test('its variables of the environment are its own', async () => {
    await addService('a', `process.env.SHOP_REGION = 'a';\nprocess.env.PATH = '';\n${good('a')}`);
    await addService('b', `if (process.env.SHOP_REGION || !process.env.PATH) throw new Error('not clean');\n${good('b')}`);
    expect((await read()).map(tell)).toEqual(['a a.made', 'b b.made']);
  });

  test('what it does later is not said of the next', async () => {
    // The next one waits long enough for all of it.
    const late = `setTimeout(() => { console.log('late'); bindTelemetry(defineTelemetry({ metrics: {} })); try { process.exit(); } catch {} bindTelemetry(late); }, 1);
const late = defineTelemetry({ metrics: { 'late.made': { type: 'counter', unit: '1', help: 'Things', owner: 'shop' } } });\n`;
    await addService('a', good('a') + late);
    await addService('b', `await new Promise((resolve) => setTimeout(resolve, 200));\n${good('b')}`);
    expect((await read()).map(tell)).toEqual(['a a.made manifest.catalog_starts_something a/src/telemetry.ts:1', 'b b.made']);
  });

  test('two services that share a module which binds telemetry both have it', async () => {
    await put('shared/package.json', '{ "type": "module" }');
    await put('shared/base.ts', good('base'));
    for (const name of ['a', 'b', 'c']) await addService(name, `import '../../shared/base.ts';\n${good(name)}`);
    await addService('d', '', { telemetry: '../shared/base.ts' });
    expect((await read()).map(tell)).toEqual(['a a.made base.made', 'b b.made base.made', 'c base.made c.made', 'd base.made']);
  });
});

describe('a catalog', () => {
  test.each([
    ['a number without a place in JSON', 'export const catalog = { metrics: { a: 1n }, events: {} };\n'],
    ['a circle', 'export const catalog: any = { metrics: {}, events: {} };\ncatalog.metrics.a = catalog;\n'],
    ['a getter that throws', 'export const catalog = { metrics: { get a() { throw new Error("no"); } }, events: {} };\n'],
  ])('that cannot be read has %s: it is not an empty one', async (_name, module) => {
    expect(await readBetween('odd', module)).toMatch(/^odd manifest\.catalog_(throws|invalid) /);
  });

  test('may be as long as it likes, and have any letter', async () => {
    const help = `Things \u2028 and \u2029 ${'x'.repeat(100)}`;
    const module = good('odd').replace(
      "{ 'odd.made'",
      `{ ...Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => ['odd.n' + at, { type: 'counter', unit: '1', help: ${JSON.stringify(help)}, owner: 'shop' }])), 'odd.made'`,
    );
    await addService('odd', module);
    await addService('z', good('z'));
    const [odd, z] = await read();
    expect(Object.keys(odd?.catalog?.file.metrics ?? {})).toHaveLength(20_001);
    expect(odd?.catalog?.file.metrics?.['odd.n7']?.help).toBe(help);
    expect(z && tell(z)).toBe('z z.made');
  });

  test('may use names and entry points that only a later release of the SDK has', async () => {
    // The installed SDK is the one that the service finds.
    await put(
      'odd/node_modules/@plinth/node/package.json',
      '{ "type": "module", "exports": { ".": "./index.js", "./nest": "./nest.js" } }',
    );
    await put(
      'odd/node_modules/@plinth/node/index.js',
      'throw new Error("started");\nconst a = 1;\nexport { a as bindTelemetry, a as logger, a as later };\n',
    );
    await put(
      'odd/node_modules/@plinth/node/nest.js',
      'throw new Error("started");\nconst module_ = 1;\nexport { module_ as PlinthModule };\n',
    );
    const imports = "import { later } from '@plinth/node';\nimport { PlinthModule } from '@plinth/node/nest';\nlater(PlinthModule);\n";
    expect(await readBetween('odd', imports + good('odd'))).toBe('odd odd.made');
    expect(await readBetween('odd', `import { latter } from '@plinth/node';\n${good('odd')}`)).toBe(code('odd', 'import_missing'));
  });

  test('that is a folder, or leads to nowhere, is missing', async () => {
    await mkdir(at('odd/src/telemetry.ts'), { recursive: true });
    await addService('odd', '');
    expect((await read()).map(({ problems }) => problems.map(({ code: which, message }) => `${which} ${message}`))).toEqual([
      ['manifest.catalog_missing expected the file odd/src/telemetry.ts, got EISDIR'],
    ]);
  });
});

describe('nothing is left running', () => {
  test('not even what a module starts in a group of its own, and no signal goes to others', async () => {
    const module = `import { spawn } from 'node:child_process';\nspawn('sleep', ['91919'], { detached: true, stdio: 'ignore' }).unref();\n`;
    expect(await readBetween('odd', module + good('odd'))).toMatch(/^odd odd\.made/);
    expect(isRunning('sleep 91919')).toBe(false);
    expect(await readBetween('odd', `process.kill(process.ppid, 'SIGKILL');\n${good('odd')}`)).toBe(code('odd', 'throws'));
  });

  test('not even where the one who asked is killed while a module spins', { timeout: 60_000 }, async () => {
    await addService('spins', `import { writeFileSync } from 'node:fs';\nwriteFileSync('pid', String(process.pid));\nfor (;;);\n`);
    const script = join(import.meta.dirname, '../../testdata/reading-process.mjs');
    const asking = spawn(process.execPath, ['--conditions=@plinth/source', script, at('.')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [pid] = (await once(asking.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(isAlive(Number(pid))).toBe(true);
    asking.kill('SIGKILL');
    await expect.poll(() => isAlive(Number(pid)), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  const [state = 'Z'] = execFileSync('sh', ['-c', `ps -o stat= -p ${pid} || true`], { encoding: 'utf8' }).trim();
  return state !== 'Z';
}
