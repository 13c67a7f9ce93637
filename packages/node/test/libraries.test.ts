// One record a library: the instrumentation, the page of libraries and the package's own dependencies agree with it.
import { channel } from 'node:diagnostics_channel';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findBundledLibraries } from '../src/doctor/bundled-libraries.ts';
import * as queue from '../src/queue.ts';
import { libraries } from '../src/traces/libraries/libraries.ts';
import { replaceLibraryTables } from './library-tables.ts';
import { startTracingHarness } from './tracing-harness.ts';

const harness = startTracingHarness();
afterAll(() => harness.shutdown());

const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};
const pagePath = join(import.meta.dirname, '../../../docs/libraries.md');
const page = readFileSync(pagePath, 'utf8');

test('the tables of docs/libraries.md are those of the records; `-u` writes them', async () => {
  await expect(replaceLibraryTables(page, libraries, devDependencies)).toMatchFileSnapshot(pagePath);
});

test('a page that lacks a library, or has another version, is not the page', () => {
  expect(replaceLibraryTables(page, libraries.slice(1), devDependencies)).not.toBe(page);
  expect(replaceLibraryTables(page, libraries, { ...devDependencies, koa: '0.0.1' })).not.toBe(page);
  expect(() => replaceLibraryTables(page, libraries, {})).toThrow('is no development dependency');
});

const published = libraries.flatMap((library) =>
  'channels' in library ? library.channels.map((name) => [library.name, name] as const) : [],
);
test.each(published)('%s: %s is listened to', (_library, name) => {
  expect(channel(name.startsWith('tracing:') ? `${name}:start` : name).hasSubscribers).toBe(true);
});

const patched = libraries.flatMap((library) => ('files' in library ? [library] : []));
describe.each(patched)('$name', ({ name, files, bundled }) => {
  test('its files are files of the package, or of its router', () => {
    const owners = new Set(
      Object.keys(files).map((file) =>
        file
          .split('/')
          .slice(0, file.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    );
    expect([...owners].filter((owner) => owner !== name && !(name === 'express' && owner === 'router'))).toEqual([]);
  });

  test('its files exist in the version of the tests', () => {
    const missing = Object.keys(files).filter((file) => !findFolders(file).some((path) => existsSync(path)));
    expect(missing).toEqual([]);
  });

  test('its mark does not find itself', () => {
    expect(bundled.test(bundled.source)).toBe(false);
    expect(bundled.global).toBe(false);
  });
});

/** Where a file of a package may be: of this package, of the workspace, or of Express 4, which is installed under another name. */
function findFolders(file: string): string[] {
  const folders = ['../node_modules', '../../../node_modules'].map((folder) => join(import.meta.dirname, folder));
  return folders.flatMap((folder) => [join(folder, file), join(folder, file.replace(/^express\//, 'express4/'))]);
}

test('the source of the SDK has no mark of a library', () => {
  const read = (name: string): string => readFileSync(join(import.meta.dirname, '../src/traces/libraries', `${name}.ts`), 'utf8');
  const names = ['express', 'koa', 'hono', 'nest', 'grpc', 'pg', 'mongodb', 'bullmq', 'amqplib', 'kafkajs'];
  expect(findBundledLibraries(names.map(read).join('\n'))).toEqual([]);
});

test('what is called by hand can be imported', () => {
  const calls = libraries.flatMap((library) => ('byHand' in library ? library.byHand : []));
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter((name) => !(name in queue))).toEqual([]);
});
