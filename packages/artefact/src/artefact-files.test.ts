import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildHeader } from './artefact.ts';
import { checkDrift, writeArtefacts } from './artefact-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-artefact-'));
});
afterEach(() => rm(folder, { recursive: true }));

const make = (path: string, text: string) => ({ path, content: `# ${buildHeader('m.yaml')}\n${text}\n`, source: 'm.yaml' });

test('a second run changes nothing, an edit is drift and is mended', async () => {
  const artefacts = [make('a/one.yaml', 'x: 1'), make('two.yaml', 'y: 2')];
  expect(await writeArtefacts(folder, artefacts)).toEqual([
    { path: 'a/one.yaml', kind: 'missing' },
    { path: 'two.yaml', kind: 'missing' },
  ]);
  expect(await writeArtefacts(folder, artefacts)).toEqual([]);
  await writeFile(join(folder, 'two.yaml'), 'y: 3\n');
  expect(await checkDrift(folder, artefacts)).toEqual([{ path: 'two.yaml', kind: 'changed' }]);
  await writeArtefacts(folder, artefacts);
  expect(await checkDrift(folder, artefacts)).toEqual([]);
});

test('what is rendered no more goes; what others wrote stays', async () => {
  await writeArtefacts(folder, [make('old.yaml', 'x: 1')]);
  await writeFile(join(folder, 'theirs.yaml'), 'x: 1\n');
  expect(await writeArtefacts(folder, [])).toEqual([{ path: 'old.yaml', kind: 'extra' }]);
  expect(await readFile(join(folder, 'theirs.yaml'), 'utf8')).toBe('x: 1\n');
});

test('a folder that is not there is all missing', async () => {
  expect(await checkDrift(join(folder, 'none'), [make('a.yaml', 'x: 1')])).toEqual([{ path: 'a.yaml', kind: 'missing' }]);
});
