// ARCHITECTURE.md says what the tables say, and names files that exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderPackageTable, renderStageTable } from '../src/render-tables.ts';
import { apps, listStages, packages, stages } from '../src/tables.ts';

const root = join(import.meta.dirname, '../../..');
const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

/** The text below a heading, up to the next one of its level. */
function readSection(heading: string): string {
  const start = text.indexOf(`${heading}\n`);
  if (start === -1) throw new Error(`ARCHITECTURE.md has no heading ${heading}`);
  const level = heading.split(' ')[0] ?? '';
  const end = text.indexOf(`\n${level} `, start + 1);
  return text.slice(start, end === -1 ? undefined : end);
}

const folders = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

test('the tables are those of the machine', () => {
  expect(readSection('## Who may import whom')).toContain(`\n\n${renderPackageTable()}\n\n`);
  expect(readSection('## The order of stages')).toContain(`\n\n${renderStageTable()}\n`);
});

test('every package and every app has a row', () => {
  expect(Object.keys(packages)).toEqual(expect.arrayContaining(folders('packages')));
  expect(Object.keys(apps)).toEqual(expect.arrayContaining(folders('apps')));
});

test('the tree names every package, app and tool', () => {
  const tree = readSection('## The tree');
  const all = ['packages', 'apps', 'tools'].flatMap(folders);
  expect(all.filter((name) => !tree.includes(`\n  ${name}/ `))).toEqual([]);
});

test.each(Object.entries(stages))('every file of %s belongs to a stage', (name, stageOrder) => {
  const placed = new Set(listStages(stageOrder));
  const found = readdirSync(join(root, 'packages', name, 'src')).filter((entry) => !/\.test(-d)?\.ts$|^testdata$/.test(entry));
  expect(found.filter((entry) => !placed.has(entry))).toEqual([]);
});

interface Recipe {
  readonly name: string;
  /** Files to touch; a name in `<…>` is new. */
  readonly touched: readonly string[];
  /** Files of the last change of that kind. */
  readonly example: readonly string[];
}

const pathsIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => [...line.matchAll(/`([\w.-]+(?:\/[\w.<>-]+)+)`/g)].map(([, path = '']) => path));

const recipes: Recipe[] = readSection('## Recipes')
  .split('\n### ')
  .slice(1)
  .map((part) => {
    const [name = '', ...lines] = part.split('\n');
    return {
      name,
      touched: pathsIn(lines.filter((line) => line.startsWith('- '))),
      example: pathsIn(lines.filter((line) => line.startsWith('The last one'))),
    };
  });

/** The path, or the folder that the new file goes into. */
const placeOf = (path: string): string => (path.includes('<') ? path.slice(0, path.lastIndexOf('/')) : path);

describe('recipes', () => {
  test('there is one for each kind of change', () => {
    expect(recipes.map(({ name }) => name)).toEqual([
      'A redaction pattern',
      'A traced library',
      'A Collector backend',
      'A lint rule',
      'A command',
    ]);
  });

  test.each(recipes)('$name: at most four files, and all exist, as those of the example do', ({ touched, example }) => {
    expect(touched.length).toBeGreaterThan(1);
    expect(touched.length).toBeLessThanOrEqual(4);
    expect(example).not.toEqual([]);
    expect([...touched.map(placeOf), ...example].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test('the files that the rest of the page names exist', () => {
  const rest = text.slice(0, text.indexOf('## Recipes'));
  const named = pathsIn(rest.split('\n')).filter((path) => /^(packages|apps|tools|docs)\//.test(path));
  expect(named).not.toEqual([]);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
