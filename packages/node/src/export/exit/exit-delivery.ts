// `process.exit` leaves no turn of the event loop. A thread sends what is queued, and the exit waits for the thread.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ExitRequests, ExitWork } from './exit-worker.ts';

/**
 * The path of the thread's file, which is beside this file: its source in a checkout, an entry of the package, or a file beside the bundle
 * of a service. Undefined where the bundle is alone. The path is not made by `new URL`: a bundler would take it for an asset.
 */
function findWorker(): string | undefined {
  const self = import.meta.url as string | undefined;
  if (self?.startsWith('file:') !== true) return undefined;
  const path = fileURLToPath(self);
  const folder = dirname(path);
  // Each path is written out: a program that looks for the files of a deployment, as Next.js does, finds this file and not the whole folder.
  const found = path.endsWith('.ts') ? [join(folder, 'exit-worker.ts')] : [join(folder, 'exit-worker.js'), join(folder, 'exit-worker.mjs')];
  return found.find((candidate) => existsSync(candidate));
}

/** Sends the requests, and blocks for `timeoutMs` at most. Returns how many records did not arrive. */
export function deliverAtExit(signals: readonly ExitRequests[], timeoutMs: number): number {
  const total = signals.flatMap(({ requests }) => requests).reduce((sum, { records }) => sum + records, 0);
  const path = total === 0 ? undefined : findWorker();
  if (path === undefined) return total;
  const state = new Int32Array(new SharedArrayBuffer(8));
  const work: ExitWork = { signals, timeoutMs, state };
  // The arguments of the process itself would start a second SDK.
  const worker = new Worker(path, { workerData: work, execArgv: [], argv: [], env: {}, stdout: true, stderr: true });
  Atomics.wait(state, 0, 0, timeoutMs);
  worker.unref();
  return total - Atomics.load(state, 1);
}
