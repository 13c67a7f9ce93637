// The service's main file, read once at the start. Where a bundler made it, its text shows which libraries are inside.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

// A larger file is not read. No bundle of a service comes near this size.
const mostBytes = 32 * 1024 * 1024;

/** The text of the file. Empty where there is no file, where it cannot be read, or where it is too large. */
export function readMainText(mainFile: string | undefined): string {
  if (mainFile === undefined) return '';
  let descriptor: number | undefined;
  try {
    descriptor = openSync(mainFile, 'r');
    // Latin 1 costs nothing to decode, and the markers are ASCII.
    return fstatSync(descriptor).size > mostBytes ? '' : readFileSync(descriptor, 'latin1');
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
