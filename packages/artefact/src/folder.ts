// The disk below an output folder. Nothing here follows a symbolic link out of the folder, not even one that appears meanwhile.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readFile, readlink, realpath, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix, resolve, sep } from 'node:path';

/** What is at a path. */
export type FileState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  /** The path itself is a symbolic link. */
  | { readonly kind: 'symlink' }
  /** A folder on the way leads out of the output folder, or to nowhere. */
  | { readonly kind: 'outside'; readonly where: string }
  /** A folder, a device, or a file where a folder should be. */
  | { readonly kind: 'other'; readonly where: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Thrown where a folder on the way turned into something else between the look and the write. */
export class FolderError extends Error {
  readonly state: Extract<FileState, { kind: 'outside' | 'other' }>;
  constructor(state: FolderError['state']) {
    super(`${state.where}: ${state.kind === 'outside' ? 'leads out of the output folder' : 'is no folder'}`);
    this.state = state;
  }
}

/** The code of a system error, such as EACCES. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** The absolute path without symbolic links on the way, as far as it exists. One place has one such path. */
export async function findRealPath(path: string): Promise<string> {
  const whole = resolve(path);
  const parent = dirname(whole);
  return realpath(whole).catch(async () => (parent === whole ? whole : join(await findRealPath(parent), basename(whole))));
}

export async function readState(root: string, path: string): Promise<FileState> {
  const way = await walk(root, path);
  if (way !== undefined) return way;
  const file = join(root, path);
  try {
    const found = await lstat(file);
    if (found.isSymbolicLink()) return { kind: 'symlink' };
    if (!found.isFile()) return { kind: 'other', where: path };
    return { kind: 'text', text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'absent' };
    // The output folder itself is a file.
    return code === 'ENOTDIR' ? { kind: 'other', where: root } : { kind: 'unreadable', why: code };
  }
}

/** Looks at each folder between the output folder and the file. */
async function walk(root: string, path: string): Promise<FileState | undefined> {
  const parts = path.split('/').slice(0, -1);
  for (let length = 1; length <= parts.length; length += 1) {
    const where = parts.slice(0, length).join('/');
    try {
      const found = await lstat(join(root, where));
      if (found.isSymbolicLink()) {
        if (!isBelow(await realpath(join(root, where)), await realpath(root))) return { kind: 'outside', where };
        if (!(await stat(join(root, where))).isDirectory()) return { kind: 'other', where };
      } else if (!found.isDirectory()) return { kind: 'other', where };
    } catch (error) {
      // A link that leads to nowhere would be created outside.
      if (codeOf(error) === 'ENOENT') return (await isLink(join(root, where))) ? { kind: 'outside', where } : { kind: 'absent' };
      if (codeOf(error) === 'ENOTDIR') return { kind: 'other', where: root };
      return { kind: 'unreadable', why: `${where}: ${codeOf(error)}` };
    }
  }
  return undefined;
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

/** Temporary files that this process is writing now. */
const unfinished = new Set<string>();

/** Replaces a file at once: under a temporary name first, then renamed. A reader sees the old text or the new one. */
export async function replaceFile(root: string, path: string, text: string): Promise<void> {
  await mkdir(root, { recursive: true });
  await inFolder(root, path, async (folder, name) => {
    const temporaryName = `.${name}.${process.pid}-${randomBytes(4).toString('hex')}.plinth-tmp`;
    const temporary = join(folder, temporaryName);
    unfinished.add(temporaryName);
    try {
      await writeFile(temporary, text, { flag: 'wx' });
      const before = await lstat(join(folder, name)).catch(() => undefined);
      // A file that its owner cannot read could not be compared by the next run.
      if (before?.isFile() === true) await chmod(temporary, before.mode | constants.S_IRUSR);
      await rename(temporary, join(folder, name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      unfinished.delete(temporaryName);
    }
  });
}

/** Removes one file, or a link itself. */
export async function removeFile(root: string, path: string): Promise<void> {
  await inFolder(root, path, async (folder, name) => {
    await unlink(join(folder, name)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
  });
}

/** Removes the temporary files that an interrupted run left beside the files at these paths. */
export async function removeLeftovers(root: string, paths: readonly string[]): Promise<void> {
  const folders = Map.groupBy(paths, (path) => posix.dirname(path));
  for (const [folder, own] of folders) {
    const names = new Set(own.map((path) => posix.basename(path)));
    for (const found of await readdir(join(root, folder)).catch(() => [])) {
      const [, name = '', pid = ''] = /^\.(.+)\.(\d+)(?:-[0-9a-f]+)?\.plinth-tmp$/.exec(found) ?? [];
      if (names.has(name) && !isInUse(found, Number(pid))) await removeFile(root, posix.join(folder, found));
    }
  }
}

/** In containers each run may have the same process id: this process knows its own files by their names. */
function isInUse(temporary: string, pid: number): boolean {
  return pid === process.pid ? unfinished.has(temporary) : isRunning(pid);
}

/** Tells whether there is a process of this id. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Opens the folder of a path, making what is missing of it, and hands out a name for the folder that stays good. On Linux that
 * is the open folder itself, so that nobody can put a link in its place meanwhile; elsewhere it is the folder's real path.
 */
async function inFolder(root: string, path: string, use: (folder: string, name: string) => Promise<void>): Promise<void> {
  const top = await realpath(root);
  const isLinux = process.platform === 'linux';
  let [current, where] = [top, ''];
  const opened = [];
  try {
    for (const part of dirname(path) === '.' ? [] : dirname(path).split('/')) {
      where = where === '' ? part : `${where}/${part}`;
      await mkdir(join(current, part)).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
      let real: string;
      if (isLinux) {
        const handle = await open(join(current, part), constants.O_RDONLY | constants.O_DIRECTORY);
        opened.push(handle);
        current = `/proc/self/fd/${handle.fd}`;
        real = await readlink(current);
      } else real = current = await realpath(join(current, part));
      if (!isBelow(real, top)) throw new FolderError({ kind: 'outside', where });
    }
    await use(current, basename(path));
  } catch (error) {
    if (['ENOTDIR', 'ELOOP'].includes(codeOf(error))) throw new FolderError({ kind: 'other', where });
    if (codeOf(error) === 'ENOENT' && where !== '') throw new FolderError({ kind: 'outside', where });
    throw error;
  } finally {
    for (const handle of opened) await handle.close();
  }
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
