// docs/libraries.md and the adapters say the same, both ways.
import { channel } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createContextExtractor } from '../src/context/inbound.ts';
import { createLibraryHooks } from '../src/traces/instrumentation.ts';
import { startTracingHarness } from './tracing-harness.ts';

const harness = startTracingHarness();
afterAll(() => harness.shutdown());

const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};

interface Row {
  readonly library: string;
  readonly tested: string;
  readonly reached: string;
  /** What is in backquotes under `reached by`. */
  readonly names: readonly string[];
}

const rows: Row[] = readFileSync(join(import.meta.dirname, '../../../docs/libraries.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, library = '', , tested = '', reached = ''] = line.split('|').map((cell) => cell.trim());
    return {
      library: library.replaceAll('`', ''),
      tested,
      reached,
      names: [...reached.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    };
  });
const isPatched = ({ reached }: Row): boolean => reached.startsWith('patch');

test('every file that is patched is in the table, and no other', () => {
  const { tracer, operations } = harness;
  const files = createLibraryHooks({
    tracer,
    operations,
    isTrustedHost: () => true,
    extractContext: createContextExtractor({ ports: {}, otherwise: 'trusted' }, () => true),
    onError: () => {},
  }).map(({ file }) => file);
  const documented = rows.filter(isPatched).flatMap(({ names }) => names);
  expect(documented.toSorted()).toEqual(files.toSorted());
  for (const { library, names } of rows.filter(isPatched))
    for (const name of names)
      expect([library, library === 'express' ? 'router' : '']).toContain(
        name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0],
      );
});

test.each(rows.filter(({ reached }) => reached.startsWith('channel')))('$library: its channels are listened to', ({ names }) => {
  expect(names.length).toBeGreaterThan(0);
  for (const name of names)
    expect([name, channel(name.startsWith('tracing:') ? `${name}:start` : name).hasSubscribers]).toEqual([name, true]);
});

test.each(rows)('$library: the version in the table is the one that the tests use', ({ library, tested }) => {
  const version = tested.split(/[ ,]/)[0];
  // An older major version is installed beside under another name.
  expect([devDependencies[library], devDependencies[`${library}4`]]).toContain(
    library === 'express' && version?.startsWith('4') ? `npm:${library}@${version}` : version,
  );
});
