// docs/errors.md and the table of problems say the same, both ways.
import { readFileSync } from 'node:fs';
import { checkErrorDocs } from '@plinth/findings';
import { expect, test } from 'vitest';
import { catalogProblems } from './errors.ts';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

test('docs/errors.md has a section for each code, and no other', () => {
  expect(checkErrorDocs(catalogProblems, page)).toEqual([]);
});
