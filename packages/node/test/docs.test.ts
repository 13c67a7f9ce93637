// The documents say what the code does, both ways.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkErrorDocs } from '@plinth/findings';
import { expect, test } from 'vitest';
import { errorTable } from '../src/errors.ts';
import type { AnyVariable } from '../src/options/variable.ts';
import { variables } from '../src/options/variables.ts';
import { renderOptionsTable, replaceOptionsTable } from './options-table.ts';

const pathOf = (name: string) => join(import.meta.dirname, '../../../docs', name);
const read = (name: string) => readFileSync(pathOf(name), 'utf8');

test('docs/errors.md has a section for each error code with its message and remedy, and no other', () => {
  expect(checkErrorDocs(errorTable, read('errors.md'))).toEqual([]);
});

test('docs/options.md has a row for each variable with its default and meaning, and no other; `-u` writes them', async () => {
  await expect(replaceOptionsTable(read('options.md'), variables)).toMatchFileSnapshot(pathOf('options.md'));
});

const withDefault: readonly (readonly [string, AnyVariable])[] = Object.entries(variables);
test.each(withDefault.filter(([, row]) => 'default' in row))('another default of %s makes another table', (name, row) => {
  const value: unknown = 'default' in row ? row.default : undefined;
  const other = { ...row, default: typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : ['other'] };
  expect(renderOptionsTable({ ...variables, [name]: other })).not.toBe(renderOptionsTable(variables));
  expect(renderOptionsTable({ ...variables, [name]: row })).toBe(renderOptionsTable(variables));
});
