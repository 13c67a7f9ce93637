// Where the members of a group meet: a folder for socket files, which only this user can open.
import { accessSync, constants, lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
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

/** The paths of its sockets. None where the folder is not there. */
export function listSockets(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** What cannot be removed stays: a process that ends must not fail for it. */
export function removeSocket(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The file system may be read-only by now.
  }
}

/** Removes the folder: with all that is in it, or only where it is empty. */
export function removeSocketsFolder(path: string, which: 'whole' | 'empty'): void {
  try {
    if (which === 'whole') rmSync(path, { recursive: true, force: true });
    else rmdirSync(path);
  } catch {
    // Another member is still in it, or the file system may be read-only by now.
  }
}
