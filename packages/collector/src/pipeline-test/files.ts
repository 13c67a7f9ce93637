// Files of a test, in a folder that takes the place of the root.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { typeOf } from './capture.ts';

export async function writeUnder(root: string, path: string, text: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** The settings of a file_log receiver that reads below `root`, from the beginning, as the files are there before it; undefined for others. */
export function readUnder(root: string, receiverId: string, settings: unknown): unknown {
  if (!['file_log', 'filelog'].includes(typeOf(receiverId))) return undefined;
  const { include = [], exclude = [], ...rest } = settings as { include?: readonly string[]; exclude?: readonly string[] };
  const move = (patterns: readonly string[]): readonly string[] => patterns.map((pattern) => join(root, pattern));
  return { ...rest, include: move(include), exclude: move(exclude), start_at: 'beginning', poll_interval: '50ms' };
}
