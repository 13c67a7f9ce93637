// What npm would publish, unpacked into a project of its own: its files, its size, and that it loads both ways.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPackedProject, type PackedProject } from './packed-project.ts';

const common = ['LICENSE', 'NOTICE', 'README.md', 'package.json'];
const entry = (name: string): string[] => [`dist/${name}.d.ts`, `dist/${name}.js`, `dist/${name}.js.map`];
const commonJs = (name: string, types = 'dist'): string[] => [`dist/${name}.cjs`, `${types}/${name}.d.cts`];
const published = {
  catalog: { files: [...common, ...entry('index'), ...commonJs('index')], maxBytes: 400_000, entries: ['.'] },
  otlp: { files: [...common, ...entry('index')], maxBytes: 300_000, entries: ['.'] },
  node: {
    files: [
      ...common,
      ...entry('index'),
      ...entry('doctor'),
      // Declarations that the entry points share.
      'dist/errors.d.ts',
      // The thread that delivers at exit, and what it and the SDK send with.
      ...entry('exit-worker'),
      'dist/transport.js',
      'dist/transport.js.map',
      'dist/grpc-transport.js',
      'dist/grpc-transport.js.map',
      ...entry('queue'),
      'dist/register.d.ts',
      'dist/register.js',
      'dist/register.js.map',
      'dist/sdk.js',
      'dist/sdk.js.map',
      ...entry('testing'),
      ...['index', 'doctor', 'queue', 'register', 'testing'].flatMap((name) => commonJs(name, 'types')),
      // The SDK for a process that has none, what the entry points need where there is one, and what both share.
      'dist/detached.cjs',
      'dist/runtime.cjs',
      'dist/sdk.cjs',
      'dist/transport.cjs',
      'dist/grpc-transport.cjs',
      // Declarations that the entry points share.
      'types/errors.d.cts',
    ],
    maxBytes: 2_700_000,
    entries: ['.', './doctor', './queue', './testing'],
  },
} as const;

let project: PackedProject;
beforeAll(() => (project = createPackedProject(Object.keys(published))));
afterAll(() => project.remove());

function run(file: string, source: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(project.folder, file), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, file], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...env },
  });
  return { status, stdout, stderr };
}

describe.each(Object.entries(published))('@plinth/%s', (name, { files, maxBytes, entries }) => {
  test('has exactly these files', () => {
    expect(project.packed[name]?.files.map(({ path }) => path).toSorted()).toEqual([...files].toSorted());
  });

  test('its notice names every package whose code is in its bundle, and no other', () => {
    const folder = join(project.folder, 'node_modules/@plinth', name);
    const bundled = globSync('dist/*.js.map', { cwd: folder }).flatMap((path) => {
      const { sources } = JSON.parse(readFileSync(join(folder, path), 'utf8')) as { sources: string[] };
      return sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    });
    const named = [...readFileSync(join(folder, 'NOTICE'), 'utf8').matchAll(/^- ([^,]+), Copyright/gm)].map(([, other]) => other);
    expect(named).toEqual([...new Set(bundled)].toSorted());
  });

  test('is not larger than it should be', () => expect(project.packed[name]?.unpackedSize).toBeLessThan(maxBytes));

  test.each(entries)('%s loads by import and by require, with the same exports', (subpath) => {
    const specifier = `@plinth/${name}${subpath.slice(1)}`;
    const source = `
      import { createRequire } from 'node:module';
      import * as imported from '${specifier}';
      const required = createRequire(import.meta.url)('${specifier}');
      console.log(Object.keys(imported).length, String(Object.keys(imported).filter((key) => key !== 'module.exports').toSorted()) === String(Object.keys(required).toSorted()));`;
    const { status, stdout, stderr } = run('load.mjs', source);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[1-9]\d* true\n$/);
  });
});

test('a service of the packed SDK starts with --import, under the name of its package.json', () => {
  const { status, stdout, stderr } = run(
    'service.cjs',
    `require('@plinth/node').logger.info('hello');`,
    ['--import', '@plinth/node/register'],
    {
      PLINTH_ADMIN_PORT: '0',
      OTEL_TRACES_EXPORTER: 'none',
    },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map((line) => line['message'])).toEqual(['plinth started', 'hello']);
  expect(lines[1]).toMatchObject({ 'service.name': 'consumer', 'service.version': '9.8.7' });
});
