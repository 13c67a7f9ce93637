// A project with packages that are too large, or of too many versions, for the workspace. They are installed once into a cache of the machine.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createPackedProject } from './packed-project.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What @plinth/node brings along. The project may have other versions of the same packages. */
function readOwnDependencies(): Record<string, string> {
  const path = join(import.meta.dirname, '../../../packages/node/package.json');
  const { dependencies } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => !name.startsWith('@plinth/')));
}

/**
 * The folder of the project, which has the name and is version 2.3.4. Undefined where the registry cannot be reached.
 * The folder is the same in each run: a test removes what it writes there, and two tests at once need two names.
 */
export function installProject(name: string, packages: Readonly<Record<string, string>>): string | undefined {
  const dependencies = readOwnDependencies();
  const wanted = Object.entries({ '@opentelemetry/api': '1.10.0', ...packages }).map(([key, version]) => `${key}@${version}`);
  const hash = createHash('sha256')
    .update(JSON.stringify([dependencies, wanted]))
    .digest('hex')
    .slice(0, 12);
  const folder = join(homedir(), '.cache/plinth/projects', `${name}-${hash}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  // It has the place of the SDK, so that npm puts what the SDK brings along where it would put it.
  const standIn = join(making, 'stand-in');
  mkdirSync(standIn, { recursive: true });
  writeFileSync(join(standIn, 'package.json'), JSON.stringify({ name: '@plinth/node', version: '0.1.0', dependencies }));
  writeFileSync(join(making, 'package.json'), JSON.stringify({ name, version: '2.3.4', private: true }));
  const args = ['install', '--no-audit', '--no-fund', '--install-links', './stand-in', ...wanted];
  const { status } = spawnSync('npm', args, { cwd: making, stdio: 'ignore' });
  if (status === 0) renameSync(making, folder);
  else rmSync(making, { recursive: true });
  return status === 0 ? folder : undefined;
}

/** Puts what npm would publish of the SDK into an installed project. */
export function addPackedSdk(folder: string): void {
  const packed = createPackedProject(['catalog', 'node']);
  const modules = join(folder, 'node_modules/@plinth');
  rmSync(join(modules, 'catalog'), { recursive: true, force: true });
  for (const name of ['dist', 'package.json']) rmSync(join(modules, 'node', name), { recursive: true, force: true });
  cpSync(join(packed.folder, 'node_modules/@plinth'), modules, { recursive: true });
  packed.remove();
}
