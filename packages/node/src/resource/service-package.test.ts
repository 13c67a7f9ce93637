import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProcessFacts } from './process-kind.ts';
import { readServicePackage } from './service-package.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'plinth-identity-')));

function write(path: string, content: unknown = ''): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

function link(path: string, target: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  symlinkSync(join(root, target), file);
}

beforeAll(() => {
  write('package.json', { name: '@acme/workspace', version: '0.0.0' });
  write('node_modules/pm2/package.json', { name: 'pm2', version: '6.0.0' });
  write('node_modules/next/package.json', { name: 'next', version: '16.0.0' });
  write('node_modules/next/dist/bin/next');
  link('node_modules/.bin/next', 'node_modules/next/dist/bin/next');
  write('apps/api/package.json', { name: '@acme/api', version: '1.0.0' });
  write('apps/api/src/main.ts');
  write('apps/api/dist/package.json', { type: 'commonjs' });
  write('apps/api/dist/main.js');
  write('apps/api/dist/index.js');
  link('node_modules/@acme/api', 'apps/api');
  write('apps/web/package.json', `\uFEFF${JSON.stringify({ name: 'web', version: '2.0.0' })}`);
  write('apps/web/node_modules/.pnpm/koa@3/node_modules/koa/package.json', { name: 'koa' });
  link('apps/web/node_modules/koa', 'apps/web/node_modules/.pnpm/koa@3/node_modules/koa');
  write('apps/bare/main.js');
  write('apps/standalone/server.js', "const path = require('path')\nprocess.env.NODE_ENV = 'production'\n");
  write('apps/standalone/package.json', { name: 'standalone' });
  write('apps/broken/package.json', '{');
  write('apps/broken/main.js');
  write('apps/empty/package.json', { name: ' ', version: 1 });
  write('apps/empty/main.js');
});

afterAll(() => rmSync(root, { recursive: true }));

interface Case extends Partial<Omit<ProcessFacts, 'argv'>> {
  /** Main file and arguments, below the root. */
  readonly run?: readonly string[];
  readonly cwd?: string;
}

function identify({ run = [], cwd = '.', env = {}, execArgv = [] }: Case) {
  const [main, ...args] = run;
  const argv = main === undefined ? ['node'] : ['node', join(root, main), ...args];
  return readServicePackage({ argv, execArgv, env, cwd: () => join(root, cwd) });
}

const nameOf = (facts: Case) => identify(facts).name;

describe('the service’s own package.json', () => {
  test('is the nearest one above the main file that has a name', () => {
    expect(identify({ run: ['apps/api/dist/main.js'] })).toMatchObject({ name: '@acme/api', version: '1.0.0' });
    expect(nameOf({ run: ['apps/web/server.js'] })).toBe('web');
  });

  test('is in the folder itself where Node was given a folder', () => {
    expect(nameOf({ run: ['apps/api/dist'], cwd: 'apps/web' })).toBe('@acme/api');
    expect(nameOf({ run: ['apps/api'], cwd: 'apps/web' })).toBe('@acme/api');
  });

  test('is found through a link of the workspace', () => {
    expect(nameOf({ run: ['node_modules/@acme/api/dist/main.js'] })).toBe('@acme/api');
  });

  test('a package.json that cannot be read, or has no name, is passed over', () => {
    expect(nameOf({ run: ['apps/broken/main.js'] })).toBe('@acme/workspace');
    expect(nameOf({ run: ['apps/empty/main.js'] })).toBe('@acme/workspace');
  });
});

describe('a runner from node_modules is nobody', () => {
  test.each(['node_modules/next/dist/bin/next', 'node_modules/.bin/next'])('%s: the working directory counts', (runner) => {
    expect(nameOf({ run: [runner, 'start'], cwd: 'apps/api' })).toBe('@acme/api');
    expect(nameOf({ run: [runner, 'start'], cwd: 'apps/api/dist' })).toBe('@acme/api');
  });

  test('a link of pnpm leads to a runner, too', () => {
    expect(nameOf({ run: ['apps/web/node_modules/koa/cli.js'], cwd: 'apps/api' })).toBe('@acme/api');
    expect(nameOf({ run: ['apps/web/node_modules/koa/cli.js'], cwd: 'apps/web/node_modules/koa' })).toBe('web');
  });

  test('the file that Nx runs', () => {
    const env = { NX_FILE_TO_RUN: join(root, 'apps/api/dist/main.js'), npm_package_name: 'workspace' };
    expect(nameOf({ run: ['node_modules/@nx/js/node-with-require-overrides.js'], env })).toBe('@acme/api');
  });

  test('the project of Nx where the workspace alone has a package.json', () => {
    const env = { NX_FILE_TO_RUN: join(root, 'apps/bare/main.js'), NX_WORKSPACE_ROOT: root, NX_TASK_TARGET_PROJECT: 'bare' };
    expect(nameOf({ run: ['node_modules/@nx/js/node.js'], env })).toBe('bare');
    expect(nameOf({ run: ['apps/api/dist/main.js'], env })).toBe('@acme/api');
  });

  test('the file that PM2 runs: fork mode, and a worker of its cluster', () => {
    const file = join(root, 'apps/api/dist/main.js');
    expect(nameOf({ run: ['node_modules/pm2/lib/ProcessContainerFork.js'], env: { pm_exec_path: file } })).toBe('@acme/api');
    const env = { pm2_env: JSON.stringify({ name: 'x', pm_exec_path: file }) };
    expect(nameOf({ run: ['node_modules/pm2/lib/ProcessContainer.js'], env })).toBe('@acme/api');
    expect(nameOf({ run: ['node_modules/pm2/lib/ProcessContainer.js'], env: { pm2_env: '{' }, cwd: 'apps/web' })).toBe('web');
  });

  test('PM2 that runs npm: the working directory', () => {
    const env = { pm_exec_path: '/usr/lib/node_modules/npm/bin/npm-cli.js', npm_package_name: 'somebody-else' };
    expect(nameOf({ run: ['node_modules/pm2/lib/ProcessContainerFork.js'], env, cwd: 'apps/web' })).toBe('web');
  });

  test('a main file of its own beats the variables that it inherits', () => {
    const env = { NX_FILE_TO_RUN: join(root, 'apps/web/server.js'), pm_exec_path: join(root, 'apps/web/server.js') };
    expect(nameOf({ run: ['apps/api/dist/main.js'], env })).toBe('@acme/api');
  });

  test('the source file among its arguments', () => {
    const file = join(root, 'apps/api/src/main.ts');
    expect(nameOf({ run: ['node_modules/tsx/dist/cli.mjs', 'watch', file] })).toBe('@acme/api');
    expect(nameOf({ run: ['node_modules/tsx/dist/cli.mjs', join(root, 'apps/api/src/missing.ts')], cwd: 'apps/web' })).toBe('web');
  });

  test('the folder among its arguments, if it is a package', () => {
    expect(nameOf({ run: ['node_modules/next/dist/bin/next', 'start', join(root, 'apps/api')] })).toBe('@acme/api');
    expect(nameOf({ run: ['node_modules/next/dist/bin/next', 'start', join(root, 'apps/bare')], cwd: 'apps/web' })).toBe('web');
  });

  test('an argument that is no path does nothing', () => {
    expect(nameOf({ run: ['node_modules/next/dist/bin/next', 'start', '\0', 'x'.repeat(5000)], cwd: 'apps/web' })).toBe('web');
  });

  test('the folder above node_modules where the working directory has no package.json', () => {
    expect(nameOf({ run: ['apps/web/node_modules/koa/cli.js'], cwd: '../..' })).toBe('web');
  });

  test('npm’s variables come last', () => {
    const env = { npm_package_name: '@acme/by-npm', npm_package_version: '3.1.4' };
    const facts = { argv: ['node', '/usr/lib/node_modules/pm2/bin/pm2'], execArgv: [], cwd: () => '/', env };
    expect(readServicePackage(facts)).toMatchObject({ name: '@acme/by-npm', version: '3.1.4' });
    expect(readServicePackage({ ...facts, env: {} }).name).toBeUndefined();
  });
});

describe('no main file', () => {
  test('the working directory', () => {
    expect(nameOf({ cwd: 'apps/api' })).toBe('@acme/api');
  });

  test('an argument of `node -e` is no main file', () => {
    expect(nameOf({ run: ['apps/web/server.js'], execArgv: ['-e', '1'], cwd: 'apps/api' })).toBe('@acme/api');
  });

  test('a working directory that was removed', () => {
    const cwd = (): never => {
      throw new Error('ENOENT: uv_cwd');
    };
    expect(readServicePackage({ argv: ['node', join(root, 'apps/api/dist/main.js')], execArgv: [], cwd, env: {} }).name).toBe('@acme/api');
    expect(readServicePackage({ argv: ['node'], execArgv: [], cwd, env: {} }).name).toBeUndefined();
  });
});

describe('the environment that a runner will set', () => {
  test.each([
    [['node_modules/.bin/next', 'start', '-p', '3000'], 'production'],
    [['node_modules/next/dist/bin/next', 'build'], 'production'],
    [['node_modules/next/dist/bin/next', 'dev'], 'development'],
    [['node_modules/next/dist/bin/next'], 'development'],
    [['node_modules/jest/bin/jest.js'], 'test'],
    [['node_modules/@react-router/serve/bin.cjs'], 'production'],
    [['apps/standalone/server.js'], 'production'],
    [['apps/api/dist/main.js'], undefined],
  ])('%j: %s', (run, environment) => {
    expect(identify({ run }).environment).toBe(environment);
  });

  test('NODE_ENV that is set already counts', () => {
    expect(identify({ run: ['node_modules/.bin/next', 'start'], env: { NODE_ENV: 'staging' } }).environment).toBeUndefined();
  });
});
