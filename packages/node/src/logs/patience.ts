// How long a full buffer may make the service wait for its reader.

export interface Patience {
  /** Whether a wait makes sense: the reader took something a moment ago, and there is time left. */
  readonly isLeft: boolean;
  /** Whether the reader may be tried without a wait: once in a millisecond, for a try costs more than a line. */
  mayTry(): boolean;
  /** The reader took so many bytes. */
  onProgress(bytes: number): void;
  /** Waits for a moment. */
  wait(): void;
  /** Milliseconds that the service has waited so far. */
  readonly waitedMs: number;
}

/** Milliseconds in which a reader that is awake takes something, on a machine that is busy. */
const asleepMs = 100;
/** The service waits so many milliseconds at once at most, and a tenth of its time in the long run. */
const mostCreditMs = 1000;
const share = 0.1;
/** A reader that takes as much as this costs nothing: to write the lines takes longer. Bytes in a millisecond. */
const fastReader = 10_000;

/** `pause` blocks for about a millisecond. `clock`: milliseconds. */
export function createPatience(pause: () => void, clock: () => number = () => performance.now()): Patience {
  let creditMs = mostCreditMs;
  let creditAt = clock();
  let triedAt = Number.NEGATIVE_INFINITY;
  let waitedMs = 0;
  let waitedInVainMs = 0;
  return {
    get isLeft() {
      if (waitedInVainMs >= asleepMs) return false;
      const now = clock();
      creditMs = Math.min(mostCreditMs, creditMs + (now - creditAt) * share);
      creditAt = now;
      return creditMs > 0;
    },
    mayTry() {
      const now = clock();
      if (now - triedAt < 1) return false;
      triedAt = now;
      return true;
    },
    onProgress(bytes) {
      waitedInVainMs = 0;
      creditMs = Math.min(mostCreditMs, creditMs + bytes / fastReader);
    },
    wait() {
      const before = clock();
      pause();
      const lasted = clock() - before;
      creditMs -= lasted;
      waitedMs += lasted;
      waitedInVainMs += lasted;
    },
    get waitedMs() {
      return waitedMs;
    },
  };
}
