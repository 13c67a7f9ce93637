// The documents say what the code does, both ways.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkErrorDocs } from '@plinth/findings';
import { expect, test } from 'vitest';
import { errorTable } from '../src/errors.ts';
import { variables } from '../src/options/variables.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');

test('docs/errors.md has a section for each error code with its message and remedy, and no other', () => {
  expect(checkErrorDocs(errorTable, read('errors.md'))).toEqual([]);
});

test('docs/options.md has a row for each variable with its default and meaning, and no other', () => {
  const documented = read('options.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(documented).toEqual(Object.entries(variables).map(([name, { fallback, help }]) => `| \`${name}\` | ${fallback} | ${help} |`));
});
