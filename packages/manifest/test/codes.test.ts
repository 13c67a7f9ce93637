// Each code is met by a test: in the expected text of a wrong file, or in the expectation of a test.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorTable } from '../src/errors.ts';

const root = join(import.meta.dirname, '..');
const texts = globSync(['testdata/*/*.bad.txt', 'src/**/*.test.ts'], { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));

test.each(Object.keys(errorTable))('%s', (code) => {
  expect(texts.some((text) => new RegExp(`${code.replace('.', '\\.')}\\b`).test(text))).toBe(true);
});
