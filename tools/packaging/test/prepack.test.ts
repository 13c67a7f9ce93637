// `npm pack` builds: what is published is never missing and never older than its source.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'plinth-prepack-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a package without dist is built, and the licence goes with it', () => {
  const copy = join(folder, 'packages/findings');
  cpSync(join(root, 'packages/findings'), copy, { recursive: true, filter: (path) => !/[/\\](dist|\.vitest|node_modules)$/.test(path) });
  for (const base of ['tsconfig.base.json', 'tsdown.base.ts']) cpSync(join(root, base), join(folder, base));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  expect(existsSync(join(copy, 'dist'))).toBe(false);
  const output = execFileSync('npm', ['pack', '--json', '--dry-run'], { cwd: copy, encoding: 'utf8' });
  const [packed] = JSON.parse(output.slice(output.indexOf('[\n'))) as [{ files: { path: string }[] }];
  expect(packed.files.map(({ path }) => path).toSorted()).toEqual([
    'LICENSE',
    'NOTICE',
    'README.md',
    'dist/index.d.ts',
    'dist/index.js',
    'dist/index.js.map',
    'package.json',
  ]);
});
