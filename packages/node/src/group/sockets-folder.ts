// Where the members of a group meet: a folder for socket files, which only this user can open.
import { accessSync, constants, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of a socket's path that every system takes. Source: sun_path of Linux (108) and of macOS (104), with the NUL at its end. */
const longestPath = 103;
/** The name of a socket file: two numbers. */
const longestName = 16;

/**
 * The path of a folder of this name, which need not exist. It is in the first folder that can be written, and whose path is short enough.
 * Undefined where there is none, as in a container whose whole file system is read-only.
 */
export function findSocketsFolder(name: string): string | undefined {
  return [tmpdir(), '/tmp', '/dev/shm'].map((parent) => ({ parent, path: join(parent, name) })).find(isUsable)?.path;
}

function isUsable({ parent, path }: { readonly parent: string; readonly path: string }): boolean {
  if (Buffer.byteLength(path) + longestName > longestPath) return false;
  try {
    accessSync(parent, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes the folder where it is missing.
 * @throws Error where it cannot be made, or belongs to somebody else.
 */
export function makeSocketsFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const isOwn = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o077) === 0);
  if (!found.isDirectory() || !isOwn) throw new Error(`${path} belongs to somebody else`);
}

/** The names of all that is in it. None where the folder is not there. */
export function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined where it cannot be read. */
export function tryReadFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes the file whole or not at all. Where it cannot be written, it is left out: the process ends. */
export function tryWriteFile(path: string, text: string): void {
  try {
    writeFileSync(`${path}.part`, text, { mode: 0o600 });
    renameSync(`${path}.part`, path);
  } catch {
    // The group may have ended before, and its folder is gone.
  }
}

/** How many milliseconds ago the file was made. Zero where it is gone. */
export function readAgeMs(path: string): number {
  try {
    return Date.now() - lstatSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** What cannot be removed stays: a process that ends must not fail for it. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The file system may be read-only by now.
  }
}

/** Removes the folder with all that is in it. */
export function removeSocketsFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The file system may be read-only by now.
  }
}
