// A server as a child process with a folder of its own: waited for until it is ready, gone with all its files afterwards.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestServer {
  /** Where clients connect. */
  readonly url: string;
  shutdown(): Promise<void>;
}

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether its output so far says that it takes connections. */
  readonly isReady: (output: string) => boolean;
}

/** Milliseconds that a server has to start, and to end before it is killed. */
const startMs = 60_000;
const endMs = 5000;

export function createFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `plinth-${name}-`));
}

/** Starts the server that `prepare` describes for a free port, in a folder that is removed with it. */
export async function startServerProcess(
  name: string,
  prepare: (folder: string, port: number) => ServerCommand | Promise<ServerCommand>,
  buildUrl: (port: number, output: string) => string,
): Promise<TestServer> {
  const folder = createFolder(name);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const port = await findFreePort();
    const command = await prepare(folder, port);
    const child = spawn(command.program, command.args, {
      cwd: folder,
      // Of its own process group: what the server starts ends with it.
      detached: true,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = (): void => {
      killGroup(child, 'SIGKILL');
      remove();
    };
    process.once('exit', kill);
    const output = await waitUntilReady(name, child, command.isReady).catch((error: unknown) => {
      process.off('exit', kill);
      kill();
      throw error;
    });
    return {
      url: buildUrl(port, output),
      async shutdown() {
        if (child.exitCode === null && child.signalCode === null) {
          killGroup(child, 'SIGTERM');
          const timer = setTimeout(() => killGroup(child, 'SIGKILL'), endMs);
          await once(child, 'exit');
          clearTimeout(timer);
        }
        process.off('exit', kill);
        killGroup(child, 'SIGKILL');
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function waitUntilReady(name: string, child: ChildProcess, isReady: (output: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`${name} did not start:\n${output}`)), startMs);
    const read = (chunk: string): void => {
      output = `${output}${chunk}`.slice(-20_000);
      if (!isReady(output)) return;
      clearTimeout(timer);
      resolve(output);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended with ${code ?? signal}:\n${output}`));
    });
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        server.close(() => resolve(port));
      });
  });
}
