// The documents say what the code does, both ways.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorTable } from '../src/errors.ts';
import { variables } from '../src/options/variables.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');

test('docs/errors.md has a section for each error code, and no other', () => {
  const documented = [...read('errors.md').matchAll(/^### `(node\.[a-z_]+)`$/gm)].map(([, code]) => code);
  expect(documented).toEqual(Object.keys(errorTable));
});

test.each(Object.entries(errorTable))('docs/errors.md has message and remedy of %s', (_code, { message, remedy }) => {
  const text = read('errors.md').toLowerCase();
  expect(text).toContain(message.toLowerCase());
  expect(text).toContain(remedy.toLowerCase());
});

test('docs/options.md has a row for each variable with its default and meaning, and no other', () => {
  const documented = read('options.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(documented).toEqual(Object.entries(variables).map(([name, { fallback, help }]) => `| \`${name}\` | ${fallback} | ${help} |`));
});
