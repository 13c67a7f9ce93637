// The document says what the code does, both ways.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkErrorDocs } from '@plinth/findings';
import { expect, test } from 'vitest';
import { errorTable } from '../src/errors.ts';

test('docs/errors.md has a section for each error code with its message and remedy, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');
  expect(checkErrorDocs(errorTable, page)).toEqual([]);
});
