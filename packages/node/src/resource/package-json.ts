// Name and version of the service from the package.json nearest to its main file.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackageIdentity } from '../options/parse-options.ts';

/** Reads the nearest package.json above `mainFile`. A file that cannot be read counts as missing. */
export function readPackageIdentity(mainFile: string | undefined): PackageIdentity {
  if (mainFile === undefined) return {};
  for (let folder = dirname(mainFile); ; folder = dirname(folder)) {
    const identity = readIdentity(join(folder, 'package.json'));
    // A package.json without a name only sets the module type of its folder.
    if (identity?.name !== undefined) return identity;
    if (folder === dirname(folder)) return {};
  }
}

function readIdentity(file: string): PackageIdentity | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { name, version } = parsed as Record<string, unknown>;
    return {
      name: typeof name === 'string' ? name : undefined,
      version: typeof version === 'string' ? version : undefined,
    };
  } catch {
    return undefined;
  }
}
