// `process.exit` leaves no turn of the event loop: what is queued goes out by a thread, for which the exit waits.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ExitRequests, ExitWork } from './exit-worker.ts';

/**
 * Beside this file: as source in a checkout, as an entry of its own in the package, or under that name beside a service's bundle with the
 * SDK inside. Undefined where a bundle is alone. Put together here, not by `new URL`, which bundlers take for an asset of theirs.
 */
function findWorker(): string | undefined {
  const self = import.meta.url as string | undefined;
  if (self?.startsWith('file:') !== true) return undefined;
  const path = fileURLToPath(self);
  const names = path.endsWith('.ts') ? ['exit-worker.ts'] : ['exit-worker.js', 'exit-worker.mjs'];
  return names.map((name) => join(dirname(path), name)).find((found) => existsSync(found));
}

/** Sends the requests, blocking for `timeoutMs` at most; returns how many records did not arrive. */
export function deliverAtExit(signals: readonly ExitRequests[], timeoutMs: number): number {
  const total = signals.flatMap(({ requests }) => requests).reduce((sum, { records }) => sum + records, 0);
  const path = total === 0 ? undefined : findWorker();
  if (path === undefined) return total;
  const state = new Int32Array(new SharedArrayBuffer(8));
  const work: ExitWork = { signals, timeoutMs, state };
  // Without the process's own arguments: they would start a second SDK.
  const worker = new Worker(path, { workerData: work, execArgv: [], argv: [], env: {}, stdout: true, stderr: true });
  Atomics.wait(state, 0, 0, timeoutMs);
  worker.unref();
  return total - Atomics.load(state, 1);
}
