// A process that exits ends its threads between two of their statements, without an event. So the threads deliver what they have before.
import { getEnvironmentData, setEnvironmentData, threadId, type Worker } from 'node:worker_threads';

export interface ThreadExit {
  /** Asks all threads to deliver what they have left. */
  begin(): void;
  /** Blocks until all threads have delivered, or `timeoutMs` is over: a thread may be busy. */
  wait(timeoutMs: number): void;
}

const dataKey = 'plinth.thread_exit';
/** Places in the memory that the threads share: whether the process exits, how many threads have delivered, then one place a thread. */
const exiting = 0;
const changes = 1;
const firstThread = 2;
const mostThreads = 256;
const joined = 1;
const gone = 0;

/** Called in the main thread, before it makes other threads. */
export function createThreadExit(): ThreadExit {
  const state = new Int32Array(new SharedArrayBuffer(4 * (firstThread + mostThreads)));
  setEnvironmentData(dataKey, state);
  // A thread that is terminated cannot say so itself.
  process.on('worker', (worker: Worker) => {
    const place = placeOf(worker.threadId);
    worker.once('exit', () => void Atomics.store(state, place, gone));
  });
  const hasThreads = (): boolean =>
    state.subarray(firstThread).some((_thread, index) => Atomics.load(state, firstThread + index) === joined);
  return {
    begin() {
      Atomics.store(state, exiting, 1);
      Atomics.notify(state, exiting);
    },
    wait(timeoutMs) {
      const end = performance.now() + timeoutMs;
      for (let left = timeoutMs; left > 0; left = end - performance.now()) {
        const before = Atomics.load(state, changes);
        if (!hasThreads()) return;
        Atomics.wait(state, changes, before, left);
      }
    },
  };
}

/** Called in each other thread. `deliver` runs once: at the end of the thread, or at the exit of the process. */
export function joinThreadExit(deliver: () => void): void {
  const state = getEnvironmentData(dataKey) as Int32Array | undefined;
  let isDone = false;
  const end = (): void => {
    if (isDone) return;
    isDone = true;
    deliver();
    if (state === undefined) return;
    Atomics.store(state, placeOf(threadId), gone);
    Atomics.add(state, changes, 1);
    Atomics.notify(state, changes);
  };
  process.on('exit', end);
  if (state === undefined) return;
  Atomics.store(state, placeOf(threadId), joined);
  // This wait does not keep the thread alive.
  const waiting = Atomics.waitAsync(state, exiting, 0);
  if (waiting.async) void waiting.value.then(end);
  else end();
}

function placeOf(thread: number): number {
  return firstThread + (thread % mostThreads);
}
