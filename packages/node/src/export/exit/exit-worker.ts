// The thread that sends what is left when the process exits. The main thread waits for it, and runs no event loop any more.
import { setTimeout } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

import type { PendingRequest, SendResult, TransportOptions } from '../transport/transport.ts';
import { createTransport } from '../transport/transports.ts';

/** The requests that one signal has left. */
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
    const result = await sendUntil(end, (left) => transport.send(body, left));
    if (result?.outcome === 'accepted') Atomics.add(state, 1, records - result.rejected);
    // There is no time left, or the Collector cannot be reached: so it is for the next request.
    else if (result === undefined) break;
  }
  clearInterval(alive);
  transport.close();
}

/** Sends again where the Collector answers that it is busy. Undefined where it cannot be reached or the time is over. */
async function sendUntil(end: number, send: (leftMs: number) => Promise<SendResult>): Promise<SendResult | undefined> {
  for (let pauseMs = 50; ; pauseMs *= 2) {
    const left = end - performance.now();
    if (left <= 0) return undefined;
    const result = await send(left);
    if (result.outcome !== 'retry') return result;
    const wait = Math.max(result.retryAfterMs ?? 0, pauseMs);
    if (!result.connected || wait >= end - performance.now()) return undefined;
    await setTimeout(wait);
  }
}
