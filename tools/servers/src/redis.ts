import { requireProgram } from './programs.ts';
import { startServerProcess, type TestServer } from './server-process.ts';

/** A Redis that keeps nothing. A tenth of a second. */
export function startRedis(): Promise<TestServer> {
  return startServerProcess(
    'redis',
    (folder, port) => ({
      program: requireProgram('redis-server'),
      args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
      isReady: (output) => output.includes('Ready to accept connections'),
    }),
    (port) => `redis://127.0.0.1:${port}`,
  );
}
