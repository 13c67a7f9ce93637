// The service's main file, read once at start: what a bundler made of it says what it holds.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

// A larger file is not read: no bundle of a service comes near it.
const mostBytes = 32 * 1024 * 1024;

/** Empty where there is no file, it cannot be read, or it is too large. */
export function readMainText(mainFile: string | undefined): string {
  if (mainFile === undefined) return '';
  let descriptor: number | undefined;
  try {
    descriptor = openSync(mainFile, 'r');
    // Latin 1 is what costs nothing to decode; the markers are ASCII.
    return fstatSync(descriptor).size > mostBytes ? '' : readFileSync(descriptor, 'latin1');
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
