// Who a process says that it is, however it is started.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'plinth-who-'));
const register = pathToFileURL(join(import.meta.dirname, '../../dist/register.js')).href;

const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: '@acme/workspace', version: '0.0.1' }),
  'node_modules/some-runner/package.json': JSON.stringify({ name: 'some-runner', version: '9.9.9' }),
  'node_modules/some-runner/cli.cjs': "require(require('node:path').resolve(process.env.NX_FILE_TO_RUN ?? process.env.pm_exec_path ?? process.argv[2]))",
  'node_modules/next/dist/bin/next': "process.env.NODE_ENV ||= 'production'",
  'orders/package.json': JSON.stringify({
    name: '@acme/orders',
    version: '2.1.0',
    scripts: { start: 'node ../node_modules/some-runner/cli.cjs dist/main.js', plain: 'node dist/main.js' },
  }),
  'orders/dist/package.json': JSON.stringify({ type: 'commonjs' }),
  'orders/dist/main.js': '',
  'orders/dist/index.js': '',
}; // prettier-ignore

beforeAll(() => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'node_modules/.bin'));
  symlinkSync('../some-runner/cli.cjs', join(root, 'node_modules/.bin/some-runner'));
});
afterAll(() => rmSync(root, { recursive: true }));

interface Start {
  readonly command?: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the process to its end, and gives what its first line says of it. */
async function start({ command = process.execPath, args, cwd = 'orders', env = {}, input = '' }: Start): Promise<string> {
  const own = { PATH: process.env['PATH'], HOME: root, PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none', ...env };
  const stdout = await new Promise<string>((resolve, reject) => {
    const child = execFile(command, args, { cwd: join(root, cwd), env: own }, (error, out, err) => {
      if (error === null) resolve(out);
      else reject(new Error(`${error.message}\n${err}`));
    });
    child.stdin?.end(input);
  });
  const line = stdout.split('\n').findLast((text) => text.includes('"service.name"'));
  const fields = JSON.parse(line ?? '{}') as Record<string, string>;
  return `${fields['service.name']} ${fields['service.version']} ${fields['deployment.environment.name']}`;
}

/** Such code has no start line of the SDK. */
const says = `import(${JSON.stringify(register.replace('register', 'index'))}).then(({ logger }) => logger.info('here'))`;
const node = (...args: readonly string[]): readonly string[] => ['--import', register, ...args];

describe('the service’s own name and version', () => {
  test.each<readonly [string, Start]>([
    ['its main file', { args: node('dist/main.js') }],
    ['its main file, from another folder', { args: node('orders/dist/main.js'), cwd: '.' }],
    ['a folder', { args: node('dist') }],
    ['a runner of a dependency', { args: node('../node_modules/some-runner/cli.cjs', 'dist/main.js') }],
    ['the link of a runner', { args: node('../node_modules/.bin/some-runner', 'dist/main.js') }],
    ['a runner that is given the file, in the workspace', { args: node('node_modules/.bin/some-runner', 'orders/dist/main.js'), cwd: '.' }],
    [
      'Nx, which names the file',
      { args: node('node_modules/some-runner/cli.cjs'), cwd: '.', env: { NX_FILE_TO_RUN: join(root, 'orders/dist/main.js') } },
    ],
    [
      'PM2, which names the file, and passes on the variables of somebody else’s npm',
      {
        args: node('node_modules/some-runner/cli.cjs'),
        cwd: '.',
        env: { pm_exec_path: join(root, 'orders/dist/main.js'), npm_package_name: 'somebody', npm_package_version: '0.0.0' },
      },
    ],
    ['npm start', { command: 'npm', args: ['start', '--silent'], env: { NODE_OPTIONS: `--import ${register}` } }],
    ['npm run', { command: 'npm', args: ['run', 'plain', '--silent'], env: { NODE_OPTIONS: `--import ${register}` } }],
    ['node -e', { args: node('-e', says) }],
    ['node -e with an argument', { args: node('-e', says, '../node_modules/some-runner/cli.cjs') }],
    ['stdin', { args: node('-'), input: '0' }],
    ['stdin without an argument', { args: node(), input: says }],
  ])('%s', async (_name, how) => {
    expect(await start(how)).toBe('orders 2.1.0 development');
  });
});

describe('the environment', () => {
  const main = node('dist/main.js');
  test.each<readonly [string, Start, string]>([
    ['NODE_ENV', { args: main, env: { NODE_ENV: 'production' } }, 'production'],
    [
      'the resource attribute',
      {
        args: main,
        env: { NODE_ENV: 'production', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=qa,deployment.environment=old' },
      },
      'qa',
    ],
    ['its old key', { args: main, env: { NODE_ENV: 'production', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=staging' } }, 'staging'],
    ['Next.js, which sets NODE_ENV itself', { args: node('../node_modules/next/dist/bin/next', 'start') }, 'production'],
    ['Next.js in development', { args: node('../node_modules/next/dist/bin/next', 'dev') }, 'development'],
  ])('%s', async (_name, how, environment) => {
    expect(await start(how)).toBe(`orders 2.1.0 ${environment}`);
  });
});
