// Reads texts from the disk.
import { readFile } from 'node:fs/promises';
import { ManifestError } from '../errors.ts';
import { buildProblem } from './parse-manifest.ts';

/**
 * Reads a file in UTF-8, without the mark of the byte order.
 *
 * @throws {ManifestError} where the file cannot be read, or is in another encoding
 */
export async function loadText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const message = `expected a file, got ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw new ManifestError([buildProblem('manifest.file_unreadable', { file, message })]);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const before = bytes.toString('utf8').split('\uFFFD', 1)[0] ?? '';
    const place = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
    const problem = { file, place, message: 'expected text in UTF-8, got another encoding', remedy: 'save the file in UTF-8' };
    throw new ManifestError([buildProblem('manifest.yaml_malformed', problem)]);
  }
}
