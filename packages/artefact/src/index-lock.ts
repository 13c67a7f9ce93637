// Two runs may change the index of one folder at once. Each waits for the other, so that neither loses what the other recorded.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { codeOf, isRunning } from './folder.ts';
import { indexName } from './index-file.ts';

const lockName = `.${indexName}.plinth-lock`;

/** Milliseconds between two looks at the lock of another run. */
const pauseMs = 10;

/** Milliseconds after which a lock counts as forgotten: a run holds it while it writes one small file. */
const patienceMs = 1000;

/** The marks in the locks that this process holds, or waits to write. */
const own = new Set<string>();

/** Acts while no other run changes the index. */
export async function holdIndex(root: string, act: () => Promise<void>): Promise<void> {
  const mark = `${process.pid}-${randomBytes(8).toString('hex')}\n`;
  own.add(mark);
  try {
    await mkdir(root, { recursive: true });
    while (!(await createLock(root, mark))) await waitForIndex(root);
    try {
      await act();
    } finally {
      if ((await readLock(root)) === mark) await removeLock(root);
    }
  } finally {
    own.delete(mark);
  }
}

/** Waits until no other run changes the index, and removes the lock of a run that was killed. */
export async function waitForIndex(root: string): Promise<void> {
  let last: string | undefined;
  let waitedMs = 0;
  for (;;) {
    const mark = await readLock(root);
    if (mark === undefined) return;
    waitedMs = mark === last ? waitedMs + pauseMs : 0;
    if (!isHeld(mark) || waitedMs > patienceMs) return removeLock(root);
    last = mark;
    await setTimeout(pauseMs);
  }
}

/** In containers each run may have the same process id: this process knows its own locks by their marks. */
function isHeld(mark: string): boolean {
  const [, pid] = /^(\d+)-[0-9a-f]+\n$/.exec(mark) ?? [];
  // A lock without its whole mark is being written, unless its run was killed meanwhile.
  if (pid === undefined) return true;
  return Number(pid) === process.pid ? own.has(mark) : isRunning(Number(pid));
}

async function createLock(root: string, mark: string): Promise<boolean> {
  try {
    await writeFile(join(root, lockName), mark, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readLock(root: string): Promise<string | undefined> {
  try {
    return await readFile(join(root, lockName), 'utf8');
  } catch (error) {
    // The output folder may not be there yet.
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

async function removeLock(root: string): Promise<void> {
  await rm(join(root, lockName), { force: true });
}
