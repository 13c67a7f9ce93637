// A tree of seeded imports on disk, and what dependency-cruiser says of it under the rules of the repository.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packages } from '../src/tables.ts';
import type { SeededEdge } from './seeded-edges.ts';

const root = join(import.meta.dirname, '../../..');

export interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: string;
}

/** Writes the tree, cruises it once, removes it. */
export function cruiseSeeds(edges: readonly SeededEdge[]): readonly Violation[] {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-architecture-'));
  try {
    writeTree(folder, edges);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        '--config',
        join(root, '.dependency-cruiser.mjs'),
        '--output-type',
        'json',
        'packages',
        'apps',
        'tools',
      ],
      { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 },
    );
    if (stdout === '') throw new Error(`dependency-cruiser said nothing, exit ${status}: ${stderr}`);
    const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; to: string; rule: { name: string } }[] } };
    return summary.violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeTree(folder: string, edges: readonly SeededEdge[]): void {
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  copyFileSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  mkdirSync(join(folder, 'node_modules/@seeded'), { recursive: true });
  const names = Object.keys(packages);
  const dependencies = Object.fromEntries(names.map((name) => [`@seeded/${name}`, '0.1.0']));
  for (const name of names) {
    const exports = { '.': { '@plinth/source': './src/index.ts', default: './dist/index.js' } };
    write(
      `packages/${name}/package.json`,
      JSON.stringify({ name: `@seeded/${name}`, version: '0.1.0', type: 'module', exports, dependencies }),
    );
    symlinkSync(`../../packages/${name}`, join(folder, 'node_modules/@seeded', name));
  }
  const sources = new Map<string, string>();
  for (const { to } of edges) sources.set(to, 'export const value = 1;\nexport type Type = number;\n');
  for (const { from, source } of edges) sources.set(from, `${source}${sources.get(from) ?? ''}`);
  for (const [path, source] of sources) write(path, source);
}
