// docs/errors.md and the table of problems say the same, both ways.
import { readFileSync } from 'node:fs';
import { checkErrorDocs } from '@plinth/findings';
import { expect, test } from 'vitest';
import { catalogProblems } from './errors.ts';

interface Row {
  readonly message?: string;
  readonly expected?: string;
  readonly remedy: string;
}

const rows: Readonly<Record<string, Row>> = catalogProblems;
const table = Object.fromEntries(
  Object.entries(rows).map(([code, { message, expected, remedy }]) => [code, { message: message ?? `expected ${expected}`, remedy }]),
);
const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

test('docs/errors.md has a section for each code, and no other', () => {
  expect(Object.keys(table).length).toBeGreaterThan(30);
  expect(checkErrorDocs(table, page)).toEqual([]);
});
