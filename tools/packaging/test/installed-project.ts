// A project with packages that are too large, or of too many versions, for the workspace. They are installed once into a cache of the machine.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createPackedProject } from './packed-project.ts';

/** What @plinth/node installs beside itself. */
const besides = { '@opentelemetry/api': '1.10.0', winston: '3.19.0', 'prom-client': '15.1.3' };

/**
 * The folder of the project, which has the name and is version 2.3.4. Undefined where the registry cannot be reached.
 * The folder is the same in each run: a test removes what it writes there.
 */
export function installProject(name: string, packages: Readonly<Record<string, string>>): string | undefined {
  const wanted = Object.entries({ ...besides, ...packages }).map(([key, version]) => `${key}@${version}`);
  const hash = createHash('sha256').update(wanted.join()).digest('hex').slice(0, 12);
  const folder = join(homedir(), '.cache/plinth/projects', `${name}-${hash}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  writeFileSync(join(making, 'package.json'), JSON.stringify({ name, version: '2.3.4', private: true }));
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...wanted], { cwd: making, stdio: 'ignore' });
  if (status === 0) renameSync(making, folder);
  else rmSync(making, { recursive: true });
  return status === 0 ? folder : undefined;
}

/** Puts what npm would publish of the SDK into an installed project. */
export function addPackedSdk(folder: string): void {
  const packed = createPackedProject(['catalog', 'node']);
  rmSync(join(folder, 'node_modules/@plinth'), { recursive: true, force: true });
  cpSync(join(packed.folder, 'node_modules/@plinth'), join(folder, 'node_modules/@plinth'), { recursive: true });
  packed.remove();
}
