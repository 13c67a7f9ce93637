// This file reads the disk.
import { readFile } from 'node:fs/promises';
import { ManifestError } from '../errors.ts';
import { buildProblem } from './parse-manifest.ts';

/** @throws {ManifestError} where the file cannot be read */
export async function loadText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const message = `expected a file, got ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw new ManifestError([buildProblem('manifest.file_unreadable', { file, message })]);
  }
}
