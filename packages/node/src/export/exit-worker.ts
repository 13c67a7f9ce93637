// The thread that sends what is left when the process exits: the main thread waits for it and runs no event loop any more.
import { workerData } from 'node:worker_threads';
import type { PendingRequest } from './batch-pipeline.ts';
import type { TransportOptions } from './transport.ts';
import { createTransport } from './transports.ts';

/** What one signal has left. */
export interface ExitRequests {
  readonly transport: TransportOptions;
  readonly requests: readonly PendingRequest[];
}

export interface ExitWork {
  readonly signals: readonly ExitRequests[];
  readonly timeoutMs: number;
  /** [0]: 1 when the work is done. [1]: records that were delivered. */
  readonly state: Int32Array;
}

const { signals, timeoutMs, state } = workerData as ExitWork;
await Promise.all(signals.map(deliver));
Atomics.store(state, 0, 1);
Atomics.notify(state, 0);

async function deliver({ transport: options, requests }: ExitRequests): Promise<void> {
  const end = performance.now() + timeoutMs;
  const transport = createTransport(options);
  // Sockets and timers of a transport do not keep a thread alive.
  const alive = setInterval(() => {}, 1000);
  for (const { body, records } of requests) {
    const left = end - performance.now();
    if (left <= 0) break;
    const result = await transport.send(body, left);
    if (result.outcome === 'accepted') Atomics.add(state, 1, records - result.rejected);
    else if (result.outcome === 'retry') break;
  }
  clearInterval(alive);
  transport.close();
}
