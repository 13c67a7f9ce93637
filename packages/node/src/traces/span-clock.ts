// Wall-clock time with the resolution of the monotonic clock. Durations come from the monotonic clock alone.
const checkEveryMs = 1000;
/** A difference of more than this many milliseconds means that the wall clock was set, and is followed. Its rounding is less. */
const toleratedDriftMs = 10;
let offset = performance.timeOrigin;
let checkedAt = 0;

/** Milliseconds since the epoch for a value of `performance.now()`. */
export function toEpochMs(performanceMs: number): number {
  if (performanceMs - checkedAt > checkEveryMs) {
    checkedAt = performanceMs;
    const drift = Date.now() - performanceMs - offset;
    if (Math.abs(drift) > toleratedDriftMs) offset += drift;
  }
  return offset + performanceMs;
}
