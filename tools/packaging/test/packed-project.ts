// A project of its own that has installed what npm would publish.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

export interface PackedProject {
  readonly folder: string;
  readonly packed: Readonly<Record<string, Packed>>;
  remove(): void;
}

/** `names`: folders of packages/. What they depend on is the workspace's. */
export function createPackedProject(names: readonly string[]): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-pack-'));
  const packed: Record<string, Packed> = {};
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@plinth'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "version": "9.8.7" }');
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@plinth' && !name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  for (const name of names) {
    const [result] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
        cwd: join(root, 'packages', name),
        encoding: 'utf8',
      }),
    ) as [Packed];
    packed[name] = result;
    execFileSync('tar', ['-xzf', join(folder, result.filename), '-C', folder]);
    execFileSync('mv', [join(folder, 'package'), join(modules, '@plinth', name)]);
  }
  return { folder, packed, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
