import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDrift, writeArtefacts } from '@plinth/artefact';
import { parsePlatformManifest } from '@plinth/manifest';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { generateCollector } from './generate.ts';

const folder = join(import.meta.dirname, '../testdata/golden');
const cases = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'plinth.platform.yaml')));
const source = 'plinth.platform.yaml';
const read = (name: string): string => readFileSync(join(folder, name, source), 'utf8');

describe('every case renders what its folder holds', () => {
  // UPDATE_GOLDEN=1 writes them again; a change of them is in the same commit as its cause.
  test.each(cases)('%s', async (name) => {
    const artefacts = generateCollector(parsePlatformManifest(read(name), source), { source });
    const expected = join(folder, name, 'expected');
    if (process.env['UPDATE_GOLDEN'] === '1') await writeArtefacts(expected, artefacts);
    expect(artefacts.length).toBeGreaterThan(0);
    expect(await checkDrift(expected, artefacts)).toEqual([]);
  });
});

/** The same value with the keys of every map in another order. */
function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reverseKeys(part)]),
  );
}

test.each(cases)('%s: the order of keys decides nothing', (name) => {
  const render = (text: string) => generateCollector(parsePlatformManifest(text, source), { source });
  const once = render(read(name));
  expect(render(read(name))).toEqual(once);
  expect(render(stringify(reverseKeys(parse(read(name)))))).toEqual(once);
});
