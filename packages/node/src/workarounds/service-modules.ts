// Packages that a service may have installed, and that the SDK does not depend on. Where packages are not hoisted, only the service finds them.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * Loads the package by `require`, as the main file finds it, then the working directory, then `own`: the URL of a file of the SDK.
 * @throws Error that says why: the first one that says more than that the package is not there.
 */
export function loadFromService(name: string, own?: string): unknown {
  const [, mainFile] = process.argv;
  const places = [mainFile === undefined ? undefined : resolve(mainFile), join(process.cwd(), 'package.json'), own];
  let reason: unknown;
  for (const place of places.filter((known) => known !== undefined)) {
    try {
      return createRequire(place)(name);
    } catch (error) {
      if (reason === undefined || isMissing(reason)) reason = error;
    }
  }
  throw reason;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
}
