// The commands that CONTRIBUTING.md names can be run: their scripts and their test files are there.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

interface Scripts {
  readonly scripts: Readonly<Record<string, string>>;
}

const scriptsOf = (folder: string): readonly string[] =>
  Object.keys((JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Scripts).scripts);

/** The part of the page whose commands run in a package. */
const claims = ['packages/node', 'packages/collector'].map((folder) => {
  const start = text.indexOf(`The commands run in \`${folder}\``);
  const end = text.indexOf('makes these claims', start);
  return { folder, part: text.slice(start, end === -1 ? undefined : end) };
});

describe.each(claims)('commands in $folder', ({ folder, part }) => {
  const filters = [...part.matchAll(/npx vitest run ([^`]+)`/g)].flatMap(([, list = '']) => list.trim().split(/\s+/));

  test('the commands are found', () => expect(filters.length).toBeGreaterThan(10));

  test.each([...new Set(filters)])('%s has tests', (filter) => {
    expect(globSync('{src,test}/**/*.test.ts', { cwd: join(root, folder) }).filter((path) => path.startsWith(filter))).not.toEqual([]);
  });
});

test('each script is one of the root, or of a package', () => {
  const named = [...text.matchAll(/`npm (?:run )?([a-z][\w:-]+)/g)].map(([, name = '']) => name).filter((name) => name !== 'ci');
  const known = new Set(['.', 'packages/collector', 'tools/bench'].flatMap(scriptsOf));
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
