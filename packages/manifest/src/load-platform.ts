// The disk.
import { readFile } from 'node:fs/promises';
import { errorTable, ManifestError } from './errors.ts';
import { parsePlatformManifest } from './parse-platform.ts';
import type { PlatformManifest } from './platform-schema.ts';

/** @throws ManifestError where the file cannot be read, or has problems. */
export async function loadPlatformManifest(file: string): Promise<PlatformManifest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = 'manifest.file_unreadable';
    const message = `expected a file, got ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw new ManifestError([{ code, file, line: 1, column: 1, path: '', message, remedy: errorTable[code].remedy }]);
  }
  return parsePlatformManifest(text, file);
}
