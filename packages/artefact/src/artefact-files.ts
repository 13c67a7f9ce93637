// The disk: artefacts are compared with a folder, and written to it.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRendered, type Artefact } from './artefact.ts';

export interface Drift {
  readonly path: string;
  /** `extra`: rendered by an earlier run, and by this one no more. */
  readonly kind: 'missing' | 'changed' | 'extra';
}

/** How the folder differs from what would be written, in the order of the paths. Files that no generator wrote are not looked at. */
export async function checkDrift(folder: string, artefacts: readonly Artefact[]): Promise<readonly Drift[]> {
  const existing = await readRendered(folder);
  const expected = new Map(artefacts.map(({ path, content }) => [path, content]));
  const drift: Drift[] = [];
  for (const [path, content] of expected) {
    const found = existing.get(path) ?? (await readIfThere(join(folder, path)));
    if (found === undefined) drift.push({ path, kind: 'missing' });
    else if (found !== content) drift.push({ path, kind: 'changed' });
  }
  for (const path of existing.keys()) if (!expected.has(path)) drift.push({ path, kind: 'extra' });
  return drift.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** Writes what differs and removes what an earlier run left. Returns what it changed. */
export async function writeArtefacts(folder: string, artefacts: readonly Artefact[]): Promise<readonly Drift[]> {
  const drift = await checkDrift(folder, artefacts);
  const contents = new Map(artefacts.map(({ path, content }) => [path, content]));
  for (const { path } of drift) {
    const file = join(folder, path);
    const content = contents.get(path);
    if (content === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }
  return drift;
}

async function readRendered(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let entries;
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return found;
    throw error;
  }
  for (const entry of entries) {
    if (!entry.isFile() || entry.parentPath.includes('node_modules')) continue;
    const file = join(entry.parentPath, entry.name);
    const content = await readFile(file, 'utf8');
    if (isRendered(content)) found.set(file.slice(join(folder, '/').length).replaceAll('\\', '/'), content);
  }
  return found;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
