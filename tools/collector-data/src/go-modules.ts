// Modules as the `go` client has them: its cache first, then its proxy.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GoModule {
  readonly path: string;
  readonly version: string;
  readonly folder: string;
}

function go(...args: string[]): string | undefined {
  try {
    return execFileSync('go', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, GOFLAGS: '-mod=mod' },
    }).trim();
  } catch {
    return undefined;
  }
}

const cache = go('env', 'GOMODCACHE') ?? '';

/** The first of `versions` that is in the cache or, with `download`, that the proxy serves. */
export function findModule(path: string, versions: readonly string[], download: boolean): GoModule | undefined {
  const inCache = (version: string) => ({ path, version, folder: join(cache, `${path}@${version}`) });
  const version = versions.find(
    (one) => existsSync(inCache(one).folder) || (download && go('mod', 'download', `${path}@${one}`) !== undefined),
  );
  return version === undefined ? undefined : inCache(version);
}

export function readModuleFile(module: GoModule, file: string): string | undefined {
  const path = join(module.folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
