import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Artefact } from '@plinth/artefact';
import { parsePlatformManifest, type OutputName } from '@plinth/manifest';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { generateCollector } from './generate.ts';
import { lint } from './lint/lint.ts';
import { renderText } from '@plinth/findings';

const folder = join(import.meta.dirname, '../testdata/golden');
const cases = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'plinth.platform.yaml')));
const source = 'plinth.platform.yaml';
const read = (name: string): string => readFileSync(join(folder, name, source), 'utf8');

describe('every case renders what its folder holds', () => {
  // UPDATE_GOLDEN=1 writes them again; a change of them is in the same commit as its cause.
  test.each(cases)('%s', (name) => {
    const artefacts = generateCollector(parsePlatformManifest(read(name), source), { source });
    const expected = join(folder, name, 'expected');
    if (process.env['UPDATE_GOLDEN'] === '1') writeGolden(expected, artefacts);
    expect(artefacts.length).toBeGreaterThan(0);
    expect(Object.fromEntries(artefacts.map(({ path, content }) => [path, content]))).toEqual(readGolden(expected));
  });
});

function writeGolden(expected: string, artefacts: readonly Artefact[]): void {
  rmSync(expected, { recursive: true, force: true });
  for (const { path, content } of artefacts) {
    mkdirSync(dirname(join(expected, path)), { recursive: true });
    writeFileSync(join(expected, path), content);
  }
}

function readGolden(expected: string): Readonly<Record<string, string>> {
  const files = readdirSync(expected, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(expected, path), readFileSync(path, 'utf8')]));
}

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

describe('the linter finds nothing in what is rendered', () => {
  test.each(cases)('%s', (name) => {
    const manifest = parsePlatformManifest(read(name), source);
    const artefacts = generateCollector(manifest, { source });
    const { collectorVersion, image } = manifest;
    // Files of one folder belong together; those of Compose are no objects of Kubernetes.
    const folders = Map.groupBy(
      artefacts.filter(({ path }) => path.endsWith('.yaml') && !/(alerts|compose)\.yaml$/.test(path)),
      ({ path }) => path.slice(0, path.lastIndexOf('/')),
    );
    for (const files of folders.values()) {
      const findings = lint(
        files.map(({ path, content }) => ({ path, text: content })),
        { collectorVersion, distribution: image.distribution, environment: 'production' },
      );
      expect(renderText(findings)).toBe('no findings\n');
    }
  });
});

/** Every Collector config in an artefact, whatever it is wrapped in. */
function findConfigs(value: unknown): readonly unknown[] {
  if (typeof value === 'string' && value.includes('\nservice:\n')) return [parse(value)];
  if (typeof value !== 'object' || value === null) return [];
  if ('service' in value && 'receivers' in value) return [value];
  return Object.values(value).flatMap(findConfigs);
}

test.each(cases)('%s: every output carries the same configs', (name) => {
  const manifest = parsePlatformManifest(read(name), source);
  const outputsOf = (topology: string): readonly OutputName[] =>
    topology === 'local' ? ['raw', 'compose'] : ['raw', 'kubernetes', 'helm', 'operator'];
  const environments = Object.fromEntries(
    Object.entries(manifest.environments).map(([key, environment]) => [
      key,
      { ...environment, outputs: [...outputsOf(environment.topology)] },
    ]),
  );
  const byName = Map.groupBy(
    generateCollector({ ...manifest, environments }, { source }).filter(
      ({ path }) => path.endsWith('.yaml') && !path.endsWith('alerts.yaml'),
    ),
    ({ path }) => /([^/]+?)(\.values)?\.yaml$/.exec(path)?.[1] ?? '',
  );
  for (const [collector, artefacts] of byName) {
    if (collector === 'compose') continue;
    const configs = artefacts.flatMap(({ content }) =>
      parseAllDocuments(content).flatMap((document) => findConfigs((document as { toJS(): unknown }).toJS())),
    );
    expect(configs.length).toBeGreaterThan(0);
    for (const config of configs) expect(config).toEqual(configs[0]);
  }
});
