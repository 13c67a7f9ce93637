// What npm would publish, unpacked into a project of its own: its files, its size, and that it loads both ways.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const common = ['README.md', 'package.json'];
const entry = (name: string): string[] => [`dist/${name}.d.ts`, `dist/${name}.js`, `dist/${name}.js.map`];
const published = {
  catalog: { files: [...common, ...entry('index')], maxBytes: 300_000, entries: ['.'] },
  otlp: { files: [...common, ...entry('index')], maxBytes: 300_000, entries: ['.'] },
  node: {
    files: [
      ...common,
      ...entry('index'),
      ...entry('queue'),
      'dist/register.d.ts',
      'dist/register.js',
      'dist/register.js.map',
      'dist/sdk.js',
      'dist/sdk.js.map',
      ...entry('testing'),
    ],
    maxBytes: 2_000_000,
    entries: ['.', './queue', './testing'],
  },
} as const;

let project: string;
const packed: Record<string, Packed> = {};

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'plinth-pack-'));
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, '@plinth'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "version": "9.8.7" }');
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@plinth' && !name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  for (const name of Object.keys(published)) {
    const [result] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
        cwd: join(root, 'packages', name),
        encoding: 'utf8',
      }),
    ) as [Packed];
    packed[name] = result;
    execFileSync('tar', ['-xzf', join(project, result.filename), '-C', project]);
    execFileSync('mv', [join(project, 'package'), join(modules, '@plinth', name)]);
  }
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function run(file: string, source: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(project, file), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, file], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...env },
  });
  return { status, stdout, stderr };
}

describe.each(Object.entries(published))('@plinth/%s', (name, { files, maxBytes, entries }) => {
  test('has exactly these files', () => {
    expect(packed[name]?.files.map(({ path }) => path).toSorted()).toEqual([...files].toSorted());
  });

  test('is not larger than it should be', () => expect(packed[name]?.unpackedSize).toBeLessThan(maxBytes));

  test.each(entries)('%s loads by import and by require, as one and the same module', (subpath) => {
    const specifier = `@plinth/${name}${subpath.slice(1)}`;
    const source = `
      import { createRequire } from 'node:module';
      import * as imported from '${specifier}';
      const required = createRequire(import.meta.url)('${specifier}');
      console.log(Object.keys(imported).length, imported === required || Object.keys(imported).every((key) => imported[key] === required[key]));`;
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
