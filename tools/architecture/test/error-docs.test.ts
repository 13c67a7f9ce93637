// docs/errors.md has the codes of every package: none stands elsewhere or nowhere.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');

/** The codes that a package's table of errors has a row for: `'node.options_invalid': {`. */
function readCodes(path: string): string[] {
  return [...readFileSync(join(root, path), 'utf8').matchAll(/^ {2}'([a-z]+\.[a-z_]+)': \{/gm)].map(([, code = '']) => code);
}

const tables = globSync('packages/*/src/**/errors.ts', { cwd: root });

test('the tables are found', () => {
  expect(tables.flatMap(readCodes).length).toBeGreaterThan(120);
});

test.each(tables)('%s: every code has a section', (path) => {
  const documented = new Set([...page.matchAll(/^### `([a-z]+\.[a-z_]+)`$/gm)].map(([, code]) => code));
  expect(readCodes(path).filter((code) => !documented.has(code))).toEqual([]);
});

test('no section is without a code', () => {
  const codes = new Set(tables.flatMap(readCodes));
  const documented = [...page.matchAll(/^### `([a-z]+\.[a-z_]+)`$/gm)].map(([, code = '']) => code);
  expect(documented.filter((code) => !codes.has(code))).toEqual([]);
});
