import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { useOutputFolder } from '../test/output-folder.ts';
import { indexName } from './index-file.ts';
import { writeArtefacts } from './write-artefacts.ts';

const { at, put, get, generate, write } = useOutputFolder();
let [root, out] = ['', ''];
beforeEach(() => {
  root = at('.');
  out = at('out');
});
const codesOf = ({ problems }: { readonly problems: readonly { readonly code: string; readonly path: string }[] }): string[] =>
  problems.map(({ code, path }) => `${code} ${path}`);

describe('symbolic links are not followed out of the folder', () => {
  beforeEach(async () => {
    await put('outside/one.yaml', 'theirs\n');
    await mkdir(out);
  });

  test('a folder that is a link', async () => {
    await symlink(at('outside'), at('out/x'));
    for (const force of [false, true]) {
      expect(codesOf(await write({ 'x/one.yaml': 'x: 1\n' }, {}, { force }))).toEqual(['artefact.outside x/one.yaml']);
    }
    expect(await get('outside/one.yaml')).toBe('theirs\n');
  });

  test('a file that is a link: force replaces the link, not what it leads to', async () => {
    await symlink(at('outside/one.yaml'), at('out/one.yaml'));
    expect(codesOf(await write({ 'one.yaml': 'x: 1\n' }))).toEqual(['artefact.symlink one.yaml']);
    expect(await write({ 'one.yaml': 'x: 1\n' }, {}, { force: true })).toMatchObject({ problems: [] });
    expect(await get('outside/one.yaml')).toBe('theirs\n');
    expect(await get('out/one.yaml')).toBe('x: 1\n');
  });

  test('links to nowhere', async () => {
    await symlink(at('nowhere.yaml'), at('out/one.yaml'));
    await symlink(at('nowhere'), at('out/x'));
    expect(codesOf(await write({ 'one.yaml': 'x: 1\n', 'x/two.yaml': 'x: 1\n' }))).toEqual([
      'artefact.symlink one.yaml',
      'artefact.outside x/two.yaml',
    ]);
    expect((await readdir(root)).toSorted()).toEqual(['a.yaml', 'b.yaml', 'out', 'outside']);
  });

  test('a file that went behind a link is not removed there', async () => {
    await write({ 'x/one.yaml': 'theirs\n' });
    await rm(at('out/x'), { recursive: true });
    await symlink(at('outside'), at('out/x'));
    expect(codesOf(await write({}, {}, { force: true }))).toEqual(['artefact.outside x/one.yaml']);
    expect(await get('outside/one.yaml')).toBe('theirs\n');
  });

  test.each([
    ['mkdir', 'artefact.outside swapped'],
    // The folder is open already: the file goes where the folder went.
    ['writeFile', ' swapped'],
    ['rename', ' swapped'],
  ])('a folder that is swapped for a link between the check and %s', async (moment, said) => {
    await write({ 'x/one.yaml': 'x: 1\n' });
    const script = join(import.meta.dirname, '../testdata/swapped-folder.mjs');
    const { stdout } = spawnSync(process.execPath, [script, out, at('a.yaml'), at('outside'), moment], { encoding: 'utf8' });
    expect(stdout).toBe(said);
    expect(await readdir(at('outside'))).toEqual(['one.yaml']);
    expect(await get('outside/one.yaml')).toBe('theirs\n');
  });

  test('the index itself is no link', async () => {
    await symlink(at('outside/one.yaml'), at(`out/${indexName}`));
    await expect(write({ 'one.yaml': 'x: 1\n' })).rejects.toMatchObject({ code: 'artefact.symlink' });
  });

  test('a folder at the place of the index, and a file at the place of the output folder: not even with force', async () => {
    await mkdir(at(`out/${indexName}`));
    for (const folder of [out, at('a.yaml')])
      await expect(writeArtefacts(folder, generate({ 'x/one.yaml': 'x: 1\n' }), { force: true })).rejects.toMatchObject({
        code: 'artefact.place_taken',
        message: expect.not.stringContaining('--force'),
      });
    expect(await get('a.yaml')).toBe('the first source');
  });

  test('a link that stays inside, and an output folder that is a link, are fine', async () => {
    await mkdir(at('out/real'));
    await symlink('real', at('out/x'));
    await symlink(out, at('link'));
    await writeArtefacts(at('link'), generate({ 'x/one.yaml': 'x: 1\n' }));
    expect(await get('out/real/one.yaml')).toBe('x: 1\n');
  });
});
