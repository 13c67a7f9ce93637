// Starts a PostgreSQL in a folder of its own and removes it again, also for root, whom PostgreSQL refuses to run for.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { binariesIn, findBinaries, type Binaries } from './binaries.ts';

export interface Postgres {
  /** Connection string of the superuser to an empty database. */
  readonly url: string;
  shutdown(): Promise<void>;
}

/** The user `nobody`: any but root will do, and it is there on every Linux and macOS. */
const nobody = 65_534;
const password = 'plinth';
/** Milliseconds that clients have to leave. */
const leaveMs = 1000;
const readyMessage = 'database system is ready to accept connections';

type Owner = { readonly uid: number; readonly gid: number } | undefined;

/** Starts a server on a free loopback port; resolves when it takes connections. About a second. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-postgres-'));
  const owner: Owner = userInfo().uid === 0 ? { uid: nobody, gid: nobody } : undefined;
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const binaries = prepareFolder(folder, owner);
    await createCluster(binaries, folder, owner);
    const port = await findFreePort();
    const server = await startServer(binaries, folder, port, owner);
    // Of its own process group, so that Ctrl-C in a terminal ends the services first; then it must not outlive us either.
    const kill = (): void => {
      server.kill('SIGKILL');
      remove();
    };
    process.once('exit', kill);
    return {
      url: `postgres://plinth:${password}@127.0.0.1:${port}/postgres`,
      async shutdown() {
        if (server.exitCode === null && server.signalCode === null) {
          // Smart shutdown lets clients that are just leaving go in peace; fast shutdown breaks those that stay.
          server.kill('SIGTERM');
          const timer = setTimeout(() => server.kill('SIGINT'), leaveMs);
          await once(server, 'exit');
          clearTimeout(timer);
        }
        process.off('exit', kill);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function prepareFolder(folder: string, owner: Owner): Binaries {
  const found = findBinaries();
  mkdirSync(join(folder, 'data'));
  if (owner === undefined) return found;
  chmodSync(folder, 0o755);
  chownSync(join(folder, 'data'), owner.uid, owner.gid);
  if (isOpenToAll(found.folder)) return found;
  // The checkout lies where only root gets in.
  cpSync(found.folder, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return binariesIn(join(folder, 'native'));
}

/** Whether every folder above can be entered by everybody. */
function isOpenToAll(folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

async function createCluster(binaries: Binaries, folder: string, owner: Owner): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (owner !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
  await promisify(execFile)(
    binaries.initdb,
    [
      `--pgdata=${join(folder, 'data')}`,
      '--username=plinth',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...owner, cwd: folder },
  );
}

async function startServer(binaries: Binaries, folder: string, port: number, owner: Owner): Promise<ChildProcess> {
  // Nothing is kept, so nothing has to reach the disk.
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
  ];
  const server = spawn(
    binaries.postgres,
    ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await new Promise<void>((resolve, reject) => {
    let output = '';
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output = `${output}${chunk}`.slice(-10_000);
      if (output.includes(readyMessage)) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code, signal) => reject(new Error(`PostgreSQL ended with ${code ?? signal}:\n${output}`)));
  });
  return server;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        server.close(() => resolve(port));
      });
  });
}
