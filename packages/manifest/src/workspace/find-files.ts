// The disk: where manifests are.
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { glob } from 'tinyglobby';

const platformFile = 'plinth.platform.yaml';
const serviceFile = 'plinth.yaml';

/** Where services are looked for unless a platform manifest says otherwise. */
export const servicePattern = `**/${serviceFile}`;

/** Where a search begins. */
export interface Start {
  /** The service that is asked for. Absent where every service of the folder is. */
  readonly service: string | undefined;
  readonly folder: string;
  /** The nearest platform manifest, in the folder or above it. */
  readonly platformAbove: string | undefined;
}

/**
 * @param place absolute: a plinth.yaml, the folder of one, another file of a service, or any folder
 * @returns undefined where nothing is at the place
 */
export async function findStart(place: string): Promise<Start | undefined> {
  if (!(await isThereAnything(place))) return undefined;
  const isThere = await isFile(place);
  const folder = isThere ? dirname(place) : place;
  const own = isThere && basename(place) === serviceFile ? place : join(folder, serviceFile);
  // A repository of one service has both manifests in its root.
  const service = (await isFile(own)) ? own : undefined;
  return { service, folder, platformAbove: await findPlatformAbove(folder) };
}

/** Finds the nearest plinth.platform.yaml, in the folder or above it. Returns its absolute path. */
export function findPlatformAbove(folder: string): Promise<string | undefined> {
  return findUpward(folder, platformFile);
}

/** The manifests of services below a folder, sorted. Installed packages are not looked into. */
export async function findServiceFiles(folder: string, patterns: readonly string[]): Promise<readonly string[]> {
  const files = await glob([...patterns], {
    cwd: folder,
    absolute: true,
    followSymbolicLinks: false,
    // A pattern names files: the source of a service is none of its manifests.
    expandDirectories: false,
    ignore: ['**/node_modules/**'],
  });
  return files.map((file) => resolve(file)).toSorted();
}

/** Finds the platform manifest of a path, of a folder, or of an npm package that is installed for the folder. */
export async function findNamedPlatform(name: string, folder: string): Promise<string | undefined> {
  const path = resolve(folder, name);
  for (const file of [path, join(path, platformFile)]) if (await isFile(file)) return file;
  return findUpward(folder, join('node_modules', name, platformFile));
}

async function findUpward(folder: string, name: string): Promise<string | undefined> {
  for (let current = folder; ; current = dirname(current)) {
    const file = join(current, name);
    if (await isFile(file)) return file;
    if (dirname(current) === current) return undefined;
  }
}

async function isThereAnything(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
