import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile, stat, copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildHeader } from './artefact.ts';
import { indexName } from './index-file.ts';
import { checkArtefacts, writeArtefacts } from './write-artefacts.ts';

let root = '';
let out = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plinth-artefact-'));
  out = join(root, 'out');
  await put('a.yaml', 'the first source');
  await put('b.yaml', 'the second source');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (path: string): string => join(root, path);
async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}
const get = (path: string): Promise<string> => readFile(at(path), 'utf8');

const generate = (files: Readonly<Record<string, string>>, { source = 'a.yaml', generator = 'test' } = {}) => ({
  generator,
  sources: [{ source: at(source), artefacts: Object.entries(files).map(([path, content]) => ({ path, content })) }],
});
const write = (files: Readonly<Record<string, string>>, more?: { source?: string; generator?: string }, options?: { force?: boolean }) =>
  writeArtefacts(out, generate(files, more), options);
const check = (files: Readonly<Record<string, string>>, more?: { source?: string }) => checkArtefacts(out, generate(files, more));
const quiet = { changes: [], problems: [], notices: [] };
const codesOf = ({ problems }: { readonly problems: readonly { readonly code: string; readonly path: string }[] }): string[] =>
  problems.map(({ code, path }) => `${code} ${path}`);

describe('what was written is known', () => {
  test('a second run changes nothing and touches no file', async () => {
    const files = { 'x/one.yaml': 'x: 1\n', 'two.json': '{}\n' };
    expect(await check(files)).toMatchObject({ changes: [{ kind: 'missing' }, { kind: 'missing' }] });
    expect(await readdir(root)).not.toContain('out');
    expect((await write(files)).changes).toEqual([
      { path: 'two.json', kind: 'missing' },
      { path: 'x/one.yaml', kind: 'missing' },
    ]);
    for (const path of ['out/two.json', `out/${indexName}`]) await utimes(at(path), 1, 1);
    expect(await write(files)).toEqual(quiet);
    expect(await check(files)).toEqual(quiet);
    for (const path of ['out/two.json', `out/${indexName}`]) expect((await stat(at(path))).mtimeMs).toBe(1000);
  });

  test('what is no longer rendered goes, what others wrote stays', async () => {
    await write({ 'old.yaml': 'x: 1\n', 'new.yaml': 'y: 1\n' });
    await put('out/theirs.yaml', 'x: 1\n');
    await put('out/docs/howto.md', `# How to\n\nFiles with "${buildHeader('a.yaml')}" are ours.\n`);
    await copyFile(at('out/old.yaml'), at('out/copy-of-old.yaml'));
    expect((await write({ 'new.yaml': 'y: 2\n' })).changes).toEqual([
      { path: 'new.yaml', kind: 'changed' },
      { path: 'old.yaml', kind: 'extra' },
    ]);
    expect((await readdir(out)).toSorted()).toEqual(['copy-of-old.yaml', 'docs', 'new.yaml', indexName, 'theirs.yaml']);
  });

  test('a file that a person deleted is written again, or forgotten', async () => {
    await write({ 'one.yaml': 'x: 1\n', 'two.yaml': 'x: 1\n' });
    await rm(at('out/one.yaml'));
    await rm(at('out/two.yaml'));
    expect((await write({ 'one.yaml': 'x: 1\n' })).changes).toEqual([{ path: 'one.yaml', kind: 'missing' }]);
    expect(await get(`out/${indexName}`)).not.toContain('two.yaml');
  });

  test('the folder of the source is an output folder too, and short names are names', async () => {
    const run = (files: Readonly<Record<string, string>>) => writeArtefacts(root, generate(files));
    await run({ 'ab/c.yaml': 'x: 1\n' });
    expect(await run({ 'ab/c.yaml': 'x: 1\n' })).toEqual(quiet);
    expect((await run({})).changes).toEqual([{ path: 'ab/c.yaml', kind: 'extra' }]);
    expect(await get('a.yaml')).toBe('the first source');
  });

  test('line ends of a checkout on Windows are no change', async () => {
    await write({ 'one.yaml': 'x: 1\ny: 2\n' });
    await put('out/one.yaml', 'x: 1\r\ny: 2\r\n');
    await put(`out/${indexName}`, (await get(`out/${indexName}`)).replaceAll('\n', '\r\n'));
    expect(await check({ 'one.yaml': 'x: 1\ny: 2\n' })).toEqual(quiet);
    expect(await write({ 'one.yaml': 'x: 1\ny: 3\n' })).toMatchObject({ problems: [], changes: [{ kind: 'changed' }] });
  });

  test('a stranger below the folder is not even read', async () => {
    await put('out/secret/key.pem', 'x');
    await chmod(at('out/secret'), 0o000);
    expect(await write({ 'one.yaml': 'x: 1\n' })).toMatchObject({ problems: [] });
    await chmod(at('out/secret'), 0o755);
  });

  test('a run about some paths leaves the others, whatever happened to them', async () => {
    await write({ 'x/one.yaml': 'x: 1\n', 'y/two.yaml': 'x: 1\n', 'y/gone.yaml': 'x: 1\n' });
    await put('out/y/two.yaml', 'edited\n');
    const covers = (path: string) => path.startsWith('x/');
    const report = await writeArtefacts(out, { ...generate({ 'x/one.yaml': 'x: 2\n', 'y/two.yaml': 'x: 2\n' }), covers });
    expect(report).toEqual({ ...quiet, changes: [{ path: 'x/one.yaml', kind: 'changed' }] });
    expect(await get('out/y/two.yaml')).toBe('edited\n');
    expect(codesOf(await check({ 'x/one.yaml': 'x: 2\n' }))).toEqual(['artefact.edited y/two.yaml']);
  });
});

describe('what a person wrote is named and stays', () => {
  const files = { 'one.yaml': 'x: 1\n', 'two.yaml': 'x: 1\n' };

  test('a hand edit: nothing is written, force overwrites', async () => {
    await write(files);
    await put('out/one.yaml', 'x: mine\n');
    const newer = { 'one.yaml': 'x: 2\n', 'two.yaml': 'x: 2\n' };
    for (const report of [await check(newer), await write(newer)]) expect(codesOf(report)).toEqual(['artefact.edited one.yaml']);
    expect(await get('out/one.yaml')).toBe('x: mine\n');
    expect(await get('out/two.yaml')).toBe('x: 1\n');
    expect(await write(newer, {}, { force: true })).toMatchObject({ problems: [] });
    expect(await get('out/one.yaml')).toBe('x: 2\n');
    expect(await check(newer)).toEqual(quiet);
  });

  test('a hand edit of a file that is not rendered any more', async () => {
    await write(files);
    await put('out/one.yaml', 'x: mine\n');
    expect(codesOf(await write({ 'two.yaml': 'x: 1\n' }))).toEqual(['artefact.edited one.yaml']);
    expect(await get('out/one.yaml')).toBe('x: mine\n');
    await write({ 'two.yaml': 'x: 1\n' }, {}, { force: true });
    expect((await readdir(out)).toSorted()).toEqual([indexName, 'two.yaml']);
  });

  test('a stranger’s file at a rendered path', async () => {
    await put('out/one.yaml', 'theirs\n');
    expect(codesOf(await write(files))).toEqual(['artefact.foreign one.yaml']);
    expect(await readdir(out)).toEqual(['one.yaml']);
    expect(await get('out/one.yaml')).toBe('theirs\n');
  });

  test('a stranger’s folder, or a file where a folder goes: not even with force', async () => {
    await put('out/one.yaml/note.txt', 'theirs\n');
    await put('out/deep', 'theirs\n');
    const all = { 'one.yaml': 'x: 1\n', 'deep/two.yaml': 'x: 1\n' };
    expect(codesOf(await write(all, {}, { force: true }))).toEqual(['artefact.place_taken deep/two.yaml', 'artefact.place_taken one.yaml']);
    expect(await get('out/deep')).toBe('theirs\n');
  });

  test('the content that would be written is ours, whatever the index says', async () => {
    await put('out/one.yaml', 'x: 1\n');
    await put('out/two.yaml', 'x: 1\n');
    expect(await write(files)).toEqual(quiet);
    await put(`out/${indexName}`, 'no JSON');
    expect(await write(files)).toMatchObject({ problems: [], notices: [{ code: 'artefact.index_incomplete' }] });
    expect(await write(files)).toEqual(quiet);
    expect(await write({ 'one.yaml': 'x: 2\n' })).toMatchObject({ problems: [], changes: [{ kind: 'changed' }, { kind: 'extra' }] });
  });

  test('a merge conflict in the index: both sides are ours', async () => {
    await write({ 'one.yaml': 'x: left\n', 'two.yaml': 'x: 1\n' });
    const left = await get(`out/${indexName}`);
    await write({ 'one.yaml': 'x: right\n', 'two.yaml': 'x: 1\n' });
    const line = (text: string): string => text.split('\n').find((each) => each.includes('one.yaml')) ?? '';
    const right = await get(`out/${indexName}`);
    await put(`out/${indexName}`, right.replace(line(right), `<<<<<<< ours\n${line(left)}\n=======\n${line(right)}\n>>>>>>> theirs`));
    await put('out/one.yaml', 'x: left\n');
    expect(await write({ 'one.yaml': 'x: new\n', 'two.yaml': 'x: 1\n' })).toMatchObject({
      problems: [],
      changes: [{ path: 'one.yaml', kind: 'changed' }],
      notices: [{ code: 'artefact.index_incomplete' }],
    });
    expect(await check({ 'one.yaml': 'x: new\n', 'two.yaml': 'x: 1\n' })).toEqual(quiet);
  });

  test('an index that a formatter wrote in its own way is the same index', async () => {
    await write(files);
    await put(`out/${indexName}`, JSON.stringify(JSON.parse(await get(`out/${indexName}`)), undefined, 4));
    expect(await check(files)).toEqual(quiet);
    expect(await write({ 'one.yaml': 'x: 2\n' })).toMatchObject({ problems: [], notices: [] });
  });

  test('an index with paths that lead out removes nothing out there', async () => {
    await put('victim.txt', 'x: 1\n');
    await write({ 'one.yaml': 'x: 1\n' });
    const text = await get(`out/${indexName}`);
    await put(`out/${indexName}`, text.replace('"one.yaml"', '"../victim.txt"'));
    expect(await write({})).toMatchObject({ changes: [], notices: [{ code: 'artefact.index_incomplete' }] });
    expect(await get('victim.txt')).toBe('x: 1\n');
  });

  test('an index of a newer release stops the run', async () => {
    await write(files);
    await put(`out/${indexName}`, (await get(`out/${indexName}`)).replace('"version": 1', '"version": 2'));
    await expect(write(files)).rejects.toMatchObject({ code: 'artefact.index_newer' });
  });
});

describe('sources and generators', () => {
  test('two sources in one folder keep out of each other’s way', async () => {
    await write({ 'local/alpha.yaml': 'x: 1\n' });
    expect(await write({ 'local/beta.yaml': 'x: 1\n' }, { source: 'b.yaml' })).toMatchObject({
      problems: [],
      changes: [{ kind: 'missing' }],
    });
    expect(await check({ 'local/alpha.yaml': 'x: 1\n' })).toEqual(quiet);
    expect(await check({ 'local/beta.yaml': 'x: 1\n' }, { source: 'b.yaml' })).toEqual(quiet);
  });

  test('a path that two sources claim is one error, and nothing is written', async () => {
    await write({ 'one.yaml': 'x: 1\n' });
    await expect(write({ 'one.yaml': 'x: 1\n', 'two.yaml': 'x: 1\n' }, { source: 'b.yaml' }, { force: true })).rejects.toMatchObject({
      code: 'artefact.path_claimed',
      exit: 'findings',
      message: expect.stringContaining('one.yaml'),
    });
    expect((await readdir(out)).toSorted()).toEqual(['one.yaml', indexName]);
    const [first] = generate({ 'same.yaml': 'x: 1\n' }).sources;
    const [second] = generate({ 'Same.yaml': 'x: 1\n' }, { source: 'b.yaml' }).sources;
    if (first === undefined || second === undefined) throw new Error('no sources');
    await expect(writeArtefacts(out, { generator: 'other', sources: [first, second] })).rejects.toMatchObject({
      code: 'artefact.path_claimed',
    });
    await expect(write({ 'one.yaml': 'x: 1\n' }, { generator: 'other' })).rejects.toMatchObject({ code: 'artefact.path_claimed' });
  });

  test('the unchanged files of a source that is gone go; those of another generator stay', async () => {
    await write({ 'one.yaml': 'x: 1\n', 'edited.yaml': 'x: 1\n' });
    await write({ 'other.yaml': 'x: 1\n' }, { generator: 'other' });
    await put('out/edited.yaml', 'mine\n');
    await rm(at('a.yaml'));
    expect(codesOf(await write({ 'two.yaml': 'x: 1\n' }, { source: 'b.yaml' }))).toEqual(['artefact.edited edited.yaml']);
    await put('out/edited.yaml', 'x: 1\n');
    expect((await write({ 'two.yaml': 'x: 1\n' }, { source: 'b.yaml' })).changes.map(({ path }) => path)).toEqual([
      'edited.yaml',
      'one.yaml',
      'two.yaml',
    ]);
    expect((await readdir(out)).toSorted()).toEqual(['other.yaml', indexName, 'two.yaml']);
  });

  test('a source that was renamed takes its files along', async () => {
    await write({ 'one.yaml': 'x: 1\n', 'two.yaml': 'x: 1\n' });
    await rename(at('a.yaml'), at('c.yaml'));
    expect(await write({ 'one.yaml': 'x: 2\n' }, { source: 'c.yaml' })).toMatchObject({
      problems: [],
      changes: [
        { path: 'one.yaml', kind: 'changed' },
        { path: 'two.yaml', kind: 'extra' },
      ],
    });
  });

  test.each(['../x.yaml', '/x.yaml', 'a/../../x.yaml', 'a\\x.yaml', 'a//x.yaml', indexName, ''])('the path %j is refused', async (path) => {
    await expect(write({ [path]: 'x\n' })).rejects.toMatchObject({ code: 'artefact.path_invalid', exit: 'usage' });
  });
});

describe('files of releases that kept no index', () => {
  const head = `# ${buildHeader('a.yaml')}\n`;
  const run = (content: string, options?: { force?: boolean }) =>
    writeArtefacts(
      out,
      { generator: 'test', sources: [{ source: at('a.yaml'), artefacts: [{ path: 'shop-new.yaml', formerPath: 'old.yaml', content }] }] },
      options,
    );

  test('a file under its former name goes if it holds what is rendered now', async () => {
    await put('out/old.yaml', `${head}x: 1\n`);
    expect((await run(`${head}x: 1\n`)).changes).toEqual([
      { path: 'old.yaml', kind: 'extra' },
      { path: 'shop-new.yaml', kind: 'missing' },
    ]);
    expect(await run(`${head}x: 1\n`)).toEqual(quiet);
  });

  test('one that differs may hold a hand edit: it is named', async () => {
    await put('out/old.yaml', `${head}x: mine\n`);
    await put('out/shop-new.yaml', `${head}x: mine\n`);
    expect(codesOf(await run(`${head}x: 1\n`))).toEqual(['artefact.earlier_release old.yaml', 'artefact.earlier_release shop-new.yaml']);
    expect(await run(`${head}x: 1\n`, { force: true })).toMatchObject({ problems: [] });
    expect((await readdir(out)).toSorted()).toEqual([indexName, 'shop-new.yaml']);
  });

  test('a file under a former name that Plinth did not write is nobody’s business', async () => {
    await put('out/old.yaml', 'theirs\n');
    expect(await run(`${head}x: 1\n`)).toMatchObject({ problems: [], changes: [{ path: 'shop-new.yaml' }] });
    expect(await get('out/old.yaml')).toBe('theirs\n');
  });
});

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

  test('a link that stays inside, and an output folder that is a link, are fine', async () => {
    await mkdir(at('out/real'));
    await symlink('real', at('out/x'));
    await symlink(out, at('link'));
    await writeArtefacts(at('link'), generate({ 'x/one.yaml': 'x: 1\n' }));
    expect(await get('out/real/one.yaml')).toBe('x: 1\n');
  });
});

describe('a run that is interrupted', () => {
  const files = ['a/one.yaml', 'b/two.json', 'three.md'];
  const render = (word: string) => Object.fromEntries(files.map((path) => [path, `${path}: ${word}\n`]));
  const killed = (limit: number, word: string) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../testdata/killed-run.mjs'), out, at('a.yaml'), String(limit), word], {
      encoding: 'utf8',
    });

  // The index, three files, the index.
  test.each([1, 2, 3, 4, 5])('is finished by the next after %i renames, also if the source has changed meanwhile', async (limit) => {
    await write({ ...render('old'), 'gone.yaml': 'x: 1\n' });
    expect(killed(limit, 'new').signal).toBe('SIGKILL');
    for (const path of files) expect([`${path}: old\n`, `${path}: new\n`]).toContain(await get(`out/${path}`));
    expect(await write(render('newest'))).toMatchObject({ problems: [], notices: [] });
    expect(await check(render('newest'))).toEqual(quiet);
    expect((await readdir(out, { recursive: true })).filter((name) => name.includes('tmp') || name === 'gone.yaml')).toEqual([]);
    expect(await get(`out/${indexName}`)).not.toContain('before');
  });

  test('has no more renames than those', async () => {
    await write(render('old'));
    expect(killed(6, 'new')).toMatchObject({ signal: null, stdout: '5' });
  });

  test('leaves no temporary file behind', async () => {
    await write(render('old'));
    killed(2, 'new');
    await put('out/.three.md.99999999.plinth-tmp', 'half of');
    await put('out/.mine.99999999.plinth-tmp', 'a person’s');
    await write(render('new'));
    expect((await readdir(out)).filter((name) => name.endsWith('tmp'))).toEqual(['.mine.99999999.plinth-tmp']);
  });
});
