import type { Destination } from './destination.ts';

/** Takes lines and writes none. It is used where log records go somewhere else. */
export function createSilentDestination(): Destination {
  return {
    write() {},
    flush: () => Promise.resolve(),
    flushSync: () => true,
    stats: () => ({ accepted: 0, written: 0, dropped: { buffer_full: 0, write_failed: 0 }, buffered: 0, waitedMs: 0 }),
    setDropReport() {},
  };
}
