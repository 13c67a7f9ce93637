// A version of Node from npm's `node` package, installed once into a cache of its own.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '../.cache');

/** Path of the executable; installs it where it is not in the cache. */
export function installNode(version: string): string {
  const folder = join(cache, version);
  const binary = join(folder, 'node_modules/node/bin/node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    // Its install script fetches nothing: it links the binary of the platform's own package.
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', `node@${version}`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return binary;
}
