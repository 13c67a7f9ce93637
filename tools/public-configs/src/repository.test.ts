import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainMissing, findRepository, readYamlFiles } from './repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'plinth-public-'));
const clone = join(folder, 'owner+name');
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', clone, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { encoding: 'utf8' }).trim();
let commit = '';

beforeAll(() => {
  mkdirSync(join(clone, 'b'), { recursive: true });
  git('init', '-q');
  writeFileSync(join(clone, 'a.yaml'), 'ä: 1\n');
  writeFileSync(join(clone, 'b/c d.yml'), '');
  writeFileSync(join(clone, 'b/e.json'), '{}');
  writeFileSync(join(clone, 'z.yaml'), 'z: 2');
  git('add', '.');
  git('commit', '-qm', 'a');
  commit = git('rev-parse', 'HEAD');
  writeFileSync(join(clone, 'a.yaml'), 'changed\n');
  execFileSync('git', ['clone', '-q', '--bare', clone, join(folder, 'other+bare', 'repo')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['owner/name', 'other/bare'])('YAML files of %s as the commit has them', (name) => {
  expect(explainMissing(folder, name, commit)).toBeUndefined();
  expect(readYamlFiles(findRepository(folder, name) ?? '', commit)).toEqual([
    { path: 'a.yaml', text: 'ä: 1\n' },
    { path: 'b/c d.yml', text: '' },
    { path: 'z.yaml', text: 'z: 2' },
  ]);
});

test('says what to clone, and which commit is missing', () => {
  expect(explainMissing(folder, 'no/body', commit)).toContain(`git clone https://github.com/no/body ${join(folder, 'no+body')}`);
  expect(explainMissing(folder, 'owner/name', '0'.repeat(40))).toContain(`fetch https://github.com/owner/name ${'0'.repeat(40)}`);
});
