// `process.exit` leaves no turn of the event loop: what is queued goes out by a thread, for which the exit waits.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ExitRequests, ExitWork } from './exit-worker.ts';

// Beside this file: as source in a checkout, as an entry of its own in the package.
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './exit-worker.ts' : './exit-worker.js', import.meta.url);

/** Sends the requests, blocking for `timeoutMs` at most; returns how many records did not arrive. */
export function deliverAtExit(signals: readonly ExitRequests[], timeoutMs: number): number {
  const total = signals.flatMap(({ requests }) => requests).reduce((sum, { records }) => sum + records, 0);
  // A service that was bundled whole has no such file.
  if (total === 0 || !existsSync(fileURLToPath(workerUrl))) return total;
  const state = new Int32Array(new SharedArrayBuffer(8));
  const work: ExitWork = { signals, timeoutMs, state };
  // Without the process's own arguments: they would start a second SDK.
  const worker = new Worker(workerUrl, { workerData: work, execArgv: [], argv: [], env: {}, stdout: true, stderr: true });
  Atomics.wait(state, 0, 0, timeoutMs);
  worker.unref();
  return total - Atomics.load(state, 1);
}
