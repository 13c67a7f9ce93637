// The order of an end, under one budget: not ready, no new requests, requests in flight answered, the service's own work stopped,
// telemetry flushed.
import { messageOf } from '../notices.ts';
import { withDeadline } from './deadline.ts';
import type { EndBudget } from './end-budget.ts';

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
  /** Closes the connections that a drain has left. So their requests end, and their spans are delivered. */
  readonly closeConnections: () => Promise<void>;
  /** The time of a step was over before it was done. The service's own work was cut, but no telemetry is lost by that. */
  readonly onCut: (step: string) => void;
  /** Telemetry is left. */
  readonly onUndelivered: (reason: string) => void;
}

export interface ShutdownHook {
  readonly name: string;
  readonly run: () => unknown;
}

/** Runs all steps once; a second call gets the promise of the first. Never rejects, never lasts longer than the budget. */
export function createShutdown(steps: ShutdownSteps, budget: EndBudget): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());

  async function run(): Promise<void> {
    budget.begin();
    steps.startDraining();
    if (!(await isDone(steps.drainServers()))) {
      steps.onCut('requests in flight');
      await steps.closeConnections();
    }
    // Last in, first out: what was started later depends on what was started earlier.
    for (const hook of [...steps.hooks()].toReversed()) {
      const done = Promise.resolve()
        .then(hook.run)
        .catch((error: unknown) => steps.onHookFailed(hook.name, error));
      if (!(await isDone(done))) steps.onCut(`onShutdown "${hook.name}"`);
    }
    const flushMs = budget.leftMs();
    try {
      await withDeadline(steps.flush(flushMs), flushMs, `not flushed within ${Math.round(flushMs)} ms`);
    } catch (error) {
      steps.onUndelivered(messageOf(error));
    }
  }

  async function isDone(work: Promise<unknown>): Promise<boolean> {
    try {
      await withDeadline(work, budget.leftBeforeFlushMs(), 'late');
      return true;
    } catch {
      return false;
    }
  }
}
