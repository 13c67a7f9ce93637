import { requireProgram } from './programs.ts';
import { startServerProcess, type TestServer } from './server-process.ts';

/** A server of MongoDB's protocol over SQLite in memory. Under a second. */
export function startFerretdb(): Promise<TestServer> {
  return startServerProcess(
    'ferretdb',
    (folder, port) => ({
      program: requireProgram('ferretdb'),
      args: [
        '--handler=sqlite',
        `--sqlite-url=file:${folder}/?mode=memory`,
        `--listen-addr=127.0.0.1:${port}`,
        `--state-dir=${folder}`,
        '--telemetry=disable',
        '--debug-addr=-',
      ],
      isReady: (output) => output.includes('Listening on TCP'),
    }),
    (port) => `mongodb://127.0.0.1:${port}/shop`,
  );
}
