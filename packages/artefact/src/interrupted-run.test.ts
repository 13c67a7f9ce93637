import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { quiet, useOutputFolder } from '../test/output-folder.ts';
import { indexName } from './index-file.ts';

const { at, put, get, write, check } = useOutputFolder();
let out = '';
beforeEach(() => {
  out = at('out');
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

  // 30 calls at least: the index, a file with a part, one that goes, one in a new folder, the index.
  test('is finished by the next, wherever it was killed, and whatever is rendered then', { timeout: 120_000 }, async () => {
    const page = (title: string, text: string): string => `# ${title}\n<!-- plinth:keep aid -->\n${text}\n<!-- plinth:end -->\n`;
    const before = { 'one.yaml': 'x: 1\n', 'gone.yaml': 'x: 1\n', 'page.md': page('Old', 'old') };
    const then = [{ 'page.md': page('Newest', 'newest') }, {}];
    let calls = 0;
    for (let isOver = false; !isOver; calls += 1) {
      await rm(out, { recursive: true, force: true });
      await write(before);
      const script = join(import.meta.dirname, '../testdata/killed-call.mjs');
      const { signal } = spawnSync(process.execPath, [script, out, at('a.yaml'), String(calls + 1)]);
      isOver = signal === null;
      const files = then[calls % 2] ?? {};
      expect([calls, await write(files)]).toMatchObject([calls, { problems: [], notices: [] }]);
      expect([calls, await check(files)]).toEqual([calls, quiet]);
      const left = (await readdir(out, { recursive: true, withFileTypes: true })).filter((each) => each.isFile()).map(({ name }) => name);
      expect([calls, left.toSorted()]).toEqual([calls, [...Object.keys(files), indexName].toSorted()]);
    }
    expect(calls).toBeGreaterThan(30);
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
    // In a container each run may have the same process id.
    for (const name of [`.three.md.${process.pid}.plinth-tmp`, `.${indexName}.${process.pid}-0123abcd.plinth-tmp`])
      await put(`out/${name}`, 'x');
    await write(render('new'));
    expect((await readdir(out)).filter((name) => name.endsWith('tmp'))).toEqual(['.mine.99999999.plinth-tmp']);
  });

  test('leaves no lock that stops the next run, whoever has its process id now', async () => {
    for (const mark of ['99999999-0123abcd\n', `${process.pid}-0123abcd\n`, '123', '']) {
      await put(`out/.${indexName}.plinth-lock`, mark);
      expect(await write(render(mark))).toMatchObject({ problems: [] });
      expect((await readdir(out)).filter((name) => name.startsWith('.'))).toEqual([]);
    }
  });

  test('that never wrote its index leaves no temporary file behind either', async () => {
    await put('out/.three.md.99999999.plinth-tmp', 'half of');
    await put(`out/.${indexName}.99999999.plinth-tmp`, 'half of');
    await write(render('new'));
    expect((await readdir(out)).filter((name) => name.endsWith('tmp'))).toEqual([]);
  });
});
