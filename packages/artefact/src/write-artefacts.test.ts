import { chmod, copyFile, mkdir, readdir, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { quiet, useOutputFolder } from '../test/output-folder.ts';
import { buildHeader } from './artefact.ts';
import { indexName } from './index-file.ts';
import { writeArtefacts } from './write-artefacts.ts';

const { at, put, get, generate, write, check } = useOutputFolder();
let [root, out] = ['', ''];
beforeEach(() => {
  root = at('.');
  out = at('out');
});
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

  test('a merge conflict in the texts of a part: both sides are ours', async () => {
    const page = (text: string): string => `<!-- plinth:keep aid -->\n${text}\n<!-- plinth:end -->\n`;
    await write({ 'page.md': page('left') });
    const line = async (): Promise<string> => (await get(`out/${indexName}`)).split('\n').find((each) => each.includes('page.md')) ?? '';
    const left = await line();
    await write({ 'page.md': page('right') });
    await put(`out/${indexName}`, `{\n<<<<<<< ours\n${left}\n=======\n${await line()}\n>>>>>>> theirs\n}`);
    await put('out/page.md', page('left'));
    expect(await write({ 'page.md': page('new') })).toMatchObject({ problems: [] });
    expect(await get('out/page.md')).toBe(page('new'));
  });

  test('an index of a newer release in a merge conflict stops the run', async () => {
    await write(files);
    const text = await get(`out/${indexName}`);
    await put(
      `out/${indexName}`,
      text.replace('  "version": 1,', '<<<<<<< ours\n  "version": 1,\n=======\n  "version": 2,\n>>>>>>> theirs'),
    );
    await expect(write(files)).rejects.toMatchObject({ code: 'artefact.index_newer' });
  });

  test('line ends of a checkout on Windows do not change the index', async () => {
    await write(files);
    await put(`out/${indexName}`, (await get(`out/${indexName}`)).replaceAll('\n', '\r\n'));
    await utimes(at(`out/${indexName}`), 1, 1);
    await write(files);
    expect((await stat(at(`out/${indexName}`))).mtimeMs).toBe(1000);
  });

  test('an index of a newer release stops the run', async () => {
    await write(files);
    await put(`out/${indexName}`, (await get(`out/${indexName}`)).replace('"version": 1', '"version": 2'));
    await expect(write(files)).rejects.toMatchObject({ code: 'artefact.index_newer' });
  });
});

describe('permissions', () => {
  test('a mode is kept, and a file that its owner cannot read can be read after it was overwritten', async () => {
    await write({ 'one.yaml': 'x: 1\n', 'two.yaml': 'x: 1\n' });
    await chmod(at('out/one.yaml'), 0o440);
    await chmod(at('out/two.yaml'), 0o000);
    await write({ 'one.yaml': 'x: 2\n', 'two.yaml': 'x: 2\n' }, {}, { force: true });
    expect((await stat(at('out/one.yaml'))).mode & 0o777).toBe(0o440);
    expect((await stat(at('out/two.yaml'))).mode & 0o777).toBe(0o400);
  });

  test('what cannot be written is one coded problem with its place', async () => {
    // No file system takes a name of this length, not even from a superuser.
    const path = `x/${'y'.repeat(300)}.yaml`;
    await expect(write({ [path]: 'x: 1\n' }, {}, { force: true })).rejects.toMatchObject({
      code: 'artefact.unwritable',
      exit: 'usage',
      message: expect.stringContaining(`${path} artefact.unwritable`),
    });
    expect(await readdir(at('out/x'))).toEqual([]);
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

  test('one source is one source, whatever links lead to it and to the output folder', async () => {
    await mkdir(at('real/project'), { recursive: true });
    await put('real/project/a.yaml', 'a source');
    await symlink(at('real'), at('link'));
    const run = (from: string, to: string) =>
      writeArtefacts(at(`${to}/project/deploy/out`), {
        generator: 'test',
        sources: [{ source: at(`${from}/project/a.yaml`), artefacts: [{ path: 'one.yaml', content: 'x: 1\n' }] }],
      });
    expect(await run('real', 'real')).toMatchObject({ changes: [{ kind: 'missing' }] });
    for (const [from, to] of [
      ['link', 'real'],
      ['real', 'link'],
      ['link', 'link'],
    ] as const)
      expect(await run(from, to)).toEqual(quiet);
  });

  test('runs at the same time lose nothing of each other', async () => {
    const names = Array.from({ length: 8 }, (_, at) => `s${at}`);
    for (const name of names) await put(`${name}.yaml`, 'a source');
    for (const text of ['x: 1\n', 'x: 2\n'])
      await Promise.all(names.map((name) => write({ [`${name}/one.yaml`]: text }, { source: `${name}.yaml` })));
    for (const name of names) expect(await check({ [`${name}/one.yaml`]: 'x: 2\n' }, { source: `${name}.yaml` })).toEqual(quiet);
    const index = await get(`out/${indexName}`);
    for (const name of names) expect(index).toContain(`"${name}/one.yaml"`);
    expect((await readdir(out)).filter((name) => name.startsWith('.'))).toEqual([]);
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
