import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadText } from './load-text.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-text-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a byte order mark is no part of the text', async () => {
  writeFileSync(join(folder, 'a.yaml'), '\uFEFFä: 1\n');
  expect(await loadText(join(folder, 'a.yaml'))).toBe('ä: 1\n');
});

test.each<[string, Buffer, number, number]>([
  ['Latin 1', Buffer.from('a: 1\nb: stra\u00DFe\n', 'latin1'), 2, 8],
  ['UTF-16', Buffer.from('\uFEFFa: 1\n', 'utf16le'), 1, 1],
])('%s is said with the place of its first letter', async (_name, bytes, line, column) => {
  writeFileSync(join(folder, 'a.yaml'), bytes);
  await expect(loadText(join(folder, 'a.yaml'))).rejects.toMatchObject({
    problems: [{ code: 'manifest.yaml_malformed', line, column, remedy: 'save the file in UTF-8' }],
  });
});

test('a folder and a file that is not there are said', async () => {
  for (const [file, code] of [
    [folder, 'EISDIR'],
    [join(folder, 'none.yaml'), 'ENOENT'],
  ] as const)
    await expect(loadText(file)).rejects.toMatchObject({
      problems: [{ code: 'manifest.file_unreadable', message: `expected a file, got ${code}` }],
    });
});
