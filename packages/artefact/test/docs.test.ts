// The document says what the code does, both ways.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorTable } from '../src/errors.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

test('docs/errors.md has a section for each error code, and no other', () => {
  const documented = [...text.matchAll(/^### `(artefact\.[a-z_]+)`$/gm)].map(([, code]) => code);
  expect(documented).toEqual(Object.keys(errorTable));
});

test.each(Object.entries(errorTable))('docs/errors.md has message and remedy of %s', (_code, { message, remedy }) => {
  expect(text.toLowerCase()).toContain(message.toLowerCase());
  expect(text).toContain(`What to do: ${remedy}`);
});
