import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderKeptPart } from './kept-parts.ts';
import { checkArtefacts, writeArtefacts } from './write-artefacts.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plinth-artefact-'));
});
afterEach(() => rm(root, { recursive: true }));

const at = (path: string): string => join(root, path);
const put = (path: string, text: string): Promise<void> => writeFile(at(path), text);
const get = (path: string): Promise<string> => readFile(at(path), 'utf8');
const generate = (files: Readonly<Record<string, string>>) => ({
  generator: 'test',
  sources: [{ source: at('a.yaml'), artefacts: Object.entries(files).map(([path, content]) => ({ path, content })) }],
});
const write = (files: Readonly<Record<string, string>>, options?: { force?: boolean }) =>
  writeArtefacts(at('out'), generate(files), options);
const check = (files: Readonly<Record<string, string>>) => checkArtefacts(at('out'), generate(files));
const quiet = { changes: [], problems: [], notices: [] };
const codesOf = ({ problems }: { readonly problems: readonly { readonly code: string; readonly path: string }[] }): string[] =>
  problems.map(({ code, path }) => `${code} ${path}`);

describe('parts of Markdown that belong to people', () => {
  const page = (text: string, rest = 'generated'): string => `# Runbook\n\n${rest}\n\n${renderKeptPart('first-aid', text)}\n\nend\n`;

  test('what a person writes there survives, and what is around it changes', async () => {
    await write({ 'r.md': page('nobody wrote this yet') });
    await put('out/r.md', page('Call Anna.\n\nThen Ben.'));
    expect(await check({ 'r.md': page('nobody wrote this yet') })).toEqual(quiet);
    expect(await write({ 'r.md': page('another default', 'newer') })).toMatchObject({ problems: [], changes: [{ kind: 'changed' }] });
    expect(await get('out/r.md')).toBe(page('Call Anna.\n\nThen Ben.', 'newer'));
    expect(await check({ 'r.md': page('another default', 'newer') })).toEqual(quiet);
  });

  test('a text that nobody touched follows the source', async () => {
    await write({ 'r.md': page('old default') });
    await write({ 'r.md': page('new default') });
    expect(await get('out/r.md')).toBe(page('new default'));
  });

  test('an edit around the parts is a hand edit, and force keeps the parts', async () => {
    await write({ 'r.md': page('default') });
    await put('out/r.md', page('Call Anna.', 'my own'));
    expect(codesOf(await write({ 'r.md': page('default') }))).toEqual(['artefact.edited r.md']);
    await write({ 'r.md': page('default') }, { force: true });
    expect(await get('out/r.md')).toBe(page('Call Anna.'));
  });

  test('a page with a person’s text is not removed, and a part that is rendered no more is not dropped', async () => {
    await write({ 'r.md': page('default'), 'untouched.md': page('default') });
    await put('out/r.md', page('Call Anna.'));
    expect(codesOf(await write({}))).toEqual(['artefact.part_without_place r.md']);
    expect(codesOf(await write({ 'r.md': '# Runbook\n', 'untouched.md': '# Runbook\n' }))).toEqual(['artefact.part_without_place r.md']);
    expect(await get('out/r.md')).toBe(page('Call Anna.'));
  });

  test('a mark that a person broke is a hand edit', async () => {
    await write({ 'r.md': page('default') });
    await put('out/r.md', page('Call Anna.').replace('<!-- plinth:end -->\n', ''));
    expect(codesOf(await write({ 'r.md': page('default') }))).toEqual(['artefact.edited r.md']);
  });
});
