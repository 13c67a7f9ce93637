// The time that the end of the process has. It is counted once, from the first sign of the end, whatever path leads to the end.

export interface EndBudget {
  /** The first signal, or a crash. A further call changes nothing, unless the process has lived on for long: then a new end begins. */
  begin(): void;
  /** Milliseconds that are left. It is the whole budget where no end has begun, and the reserve at least. */
  leftMs(): number;
  /** Milliseconds for what comes before the last delivery: requests, the service's own functions, or a handler of its own. */
  leftBeforeFlushMs(): number;
}

/** The last delivery has this share of the budget for itself: requests that do not end must not cost the telemetry that tells of them. */
const reserveShare = 0.4;
/** A delivery that takes longer than so many milliseconds gains nothing from a longer budget. */
const longestReserveMs = 2000;
/** A process that lives so many milliseconds after its time was over was not ended: its service took the signal for something else. */
const livesOnMs = 60_000;

/** `totalMs`: PLINTH_SHUTDOWN_TIMEOUT. */
export function createEndBudget(totalMs: number, clock: () => number = () => performance.now()): EndBudget {
  const reserveMs = Math.min(totalMs * reserveShare, longestReserveMs);
  let beganAt: number | undefined;
  const left = (): number => (beganAt === undefined ? totalMs : beganAt + totalMs - clock());
  return {
    begin() {
      if (beganAt === undefined || left() < -livesOnMs) beganAt = clock();
    },
    leftMs: () => Math.max(left(), lastChanceMs(totalMs)),
    leftBeforeFlushMs: () => Math.max(left() - reserveMs, 0),
  };
}

/** Milliseconds for what is left at the exit where the time is over, or where the Collector did not answer so far. */
export function lastChanceMs(totalMs: number): number {
  return Math.min(1000, totalMs / 2);
}
