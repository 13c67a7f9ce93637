// The order of an end, under one deadline: not ready, no new requests, requests in flight answered, the service's own work stopped,
// telemetry flushed.
import { withDeadline } from './deadline.ts';

export interface ShutdownSteps {
  /** Readiness turns to 503. */
  readonly startDraining: () => void;
  /** Stops accepting and resolves when the requests in flight are answered. */
  readonly drainServers: () => Promise<void>;
  /** What the service gave to onShutdown: stop consumers, close pools. */
  readonly hooks: () => readonly ShutdownHook[];
  /** Sends what is buffered of all signals; rejects where something is left. It need not watch the time. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  readonly onHookFailed: (name: string, error: unknown) => void;
  readonly onIncomplete: (step: string) => void;
}

export interface ShutdownHook {
  readonly name: string;
  readonly run: () => unknown;
}

/** The flush has this share of the deadline for itself: requests that do not end must not cost the telemetry that tells of them. */
const flushShare = 0.4;

/** Runs all steps once; a second call gets the promise of the first. Never rejects, never lasts longer than `deadlineMs`. */
export function createShutdown(
  steps: ShutdownSteps,
  deadlineMs: number,
  clock: () => number = () => performance.now(),
): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());

  async function run(): Promise<void> {
    const startedAt = clock();
    const left = (share: number): number => Math.max(0, startedAt + deadlineMs * share - clock());
    steps.startDraining();
    await within(left(1 - flushShare), 'requests in flight', steps.drainServers());
    // Last in, first out: what was started later depends on what was started earlier.
    for (const hook of [...steps.hooks()].toReversed()) {
      const done = Promise.resolve()
        .then(hook.run)
        .catch((error: unknown) => steps.onHookFailed(hook.name, error));
      await within(left(1 - flushShare), `onShutdown "${hook.name}"`, done);
    }
    const flushMs = left(1);
    await within(flushMs, 'flush', steps.flush(flushMs));
  }

  async function within(timeoutMs: number, step: string, work: Promise<unknown>): Promise<void> {
    try {
      await withDeadline(work, timeoutMs, 'late');
    } catch {
      steps.onIncomplete(step);
    }
  }
}
