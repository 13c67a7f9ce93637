// A library that is patched when it is loaded is named at the start of a service that has it inside of its bundle, and of no other.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
// Inside the workspace, so that the bundle finds the SDK.
const folder = join(import.meta.dirname, '../.bundles-libraries');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the libraries ask for and do without. */
const optional = ['@node-rs/xxhash', 
  'pg-native', 'kerberos', '@mongodb-js/zstd', 'snappy', 'socks', 'aws4', 'gcp-metadata', 'mongodb-client-encryption', '@aws-sdk/credential-providers',
  '@nestjs/microservices', '@nestjs/microservices/microservices-module', '@nestjs/websockets', '@nestjs/websockets/socket-module', '@nestjs/platform-express',
  'class-transformer', 'class-validator',
]; // prettier-ignore

const preload = ['--import', '@plinth/node/register'];

/** The codes and problems of the notices at the start of a service that has this source, bundled whole and minified. */
async function readNotices(name: string, source: string): Promise<string[]> {
  return (await run(name, source, preload)).notices;
}

async function run(
  name: string,
  source: string,
  args: readonly string[],
): Promise<{ readonly notices: string[]; readonly stdout: string }> {
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name.replaceAll('/', '-')}.cjs`);
  await build({
    // The development dependencies of the SDK are the versions of docs/libraries.md.
    stdin: { contents: source, resolveDir: join(root, 'packages/node') },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: optional,
    outfile,
    logLevel: 'error',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [...args, outfile], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none' },
  });
  const notices = stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { code?: string; problem?: string }] : []))
    .flatMap(({ code, problem }) => (code === undefined ? [] : [`${code} ${String(problem).split(':')[0]}`]));
  return { notices, stdout };
}

const rows = readFileSync(join(root, 'docs/libraries.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .map(([, library = '', , tested = '', reached = '']) => ({
    library,
    // An older major version is installed beside under another name.
    installed: library === 'express' && tested.startsWith('4') ? 'express4' : library,
    isPatched: reached.startsWith('patch'),
  }));

/** Patched libraries that come into the bundle with another one. */
const requires: Readonly<Record<string, readonly string[]>> = { bullmq: ['pg'] };

/** Loggers that come into the bundle with a library. */
const brings: Readonly<Record<string, readonly string[]>> = { '@nestjs/core': ['nest'] };
const loggersOf = (library: string): string[] => (brings[library] ?? []).map((name) => `node.logger_bundled ${name}`);

describe('a library in the bundle', () => {
  const patched = rows.filter(({ isPatched }) => isPatched);
  test('there are some', () => expect(patched.length).toBeGreaterThan(8));

  test.each(patched)('$installed is named', async ({ library, installed }) => {
    const named = [library, ...(requires[library] ?? [])].map((name) => `node.library_bundled ${name}`);
    const notices = await readNotices(installed, `import * as library from '${installed}'; globalThis.library = library;`);
    expect(notices.toSorted()).toEqual([...named, ...loggersOf(library)].toSorted());
  });

  // pg-boss has pg inside.
  test.each(rows.filter(({ isPatched, library }) => !isPatched && library !== 'pg-boss'))(
    '$installed publishes what it does, and is not named',
    async ({ installed, library }) => {
      const notices = await readNotices(installed, `import * as library from '${installed}'; globalThis.library = library;`);
      expect(notices).toEqual(loggersOf(library));
    },
  );
});

describe('a logger of the service', () => {
  test.each([
    ['winston', `import * as library from 'winston'; globalThis.library = library;`],
    ['pino', `import pino from 'pino'; pino().info('a line');`],
  ])('%s in the bundle is named: it cannot be adopted', async (name, source) => {
    expect(await readNotices(`logger-${name}`, source)).toEqual([`node.logger_bundled ${name}`]);
  });

  test('in a bundle with the SDK, winston is the copy that the SDK has, and is adopted', async () => {
    const source = `
      require('@plinth/node/register');
      const winston = require('winston');
      winston.createLogger({ transports: [new winston.transports.Console()] }).info('own', { password: 'hunter2-hunter2' });`;
    const { notices, stdout } = await run('with-sdk', source, []);
    expect(notices.filter((notice) => notice.startsWith('node.logger_bundled'))).toEqual([]);
    expect(stdout).toContain('"message":"own"');
    expect(stdout).not.toContain('hunter2');
  });
});
