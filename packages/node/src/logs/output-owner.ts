// Whoever has taken over standard output by replacing `process.stdout.write`. PM2 does that in its cluster: a worker's descriptor 1 leads
// nowhere there, and its lines go into files of PM2's.

export interface OutputOwner {
  /** Hands the text over. `later`: it cannot be taken now. `nobody`: descriptor 1 is the standard output. */
  take(text: string | Uint8Array): 'taken' | 'later' | 'nobody';
  /** Resolves when everything that was taken is written, or after a second: an owner need not say so. */
  flush(): Promise<void>;
  shutdown(): void;
}

type Write = (text: string | Uint8Array, encoding: 'utf8', onWritten: () => void) => unknown;

/** Milliseconds. */
const longestWait = 1000;
const ignoreWritten = (): void => {};

/** Nobody takes over a descriptor. */
export const noOwner: OutputOwner = { take: () => 'nobody', flush: async () => {}, shutdown() {} };

/**
 * Looks at `process.stdout` only where somebody else does: Node makes the stream when it is first asked for, which takes time and changes
 * the descriptor for all processes that share it. `awaitedMs`: how long text is kept for an owner that is known to come.
 */
export function startOutputOwner(awaitedMs: number): OutputOwner {
  const descriptor = Object.getOwnPropertyDescriptor(process, 'stdout');
  const makeStream = descriptor?.get;
  if (makeStream === undefined || descriptor?.configurable !== true) return noOwner;
  const awaitedUntil = performance.now() + awaitedMs;
  let stream: { readonly write: unknown } | undefined;
  let isTaking = false;
  let unwritten = 0;
  let onWritten: (() => void) | undefined;

  function getStream(this: unknown): unknown {
    stream = makeStream!.call(process) as { readonly write: unknown };
    return stream;
  }
  Object.defineProperty(process, 'stdout', { ...descriptor, get: getStream });

  function countWritten(): void {
    unwritten--;
    if (unwritten === 0) onWritten?.();
  }

  function findWrite(): Write | undefined {
    // Another stream may stand there by now.
    const current = Object.getOwnPropertyDescriptor(process, 'stdout');
    const isReplaced = current?.get !== getStream;
    const owned = isReplaced ? (process.stdout as unknown as { readonly write: unknown }) : stream;
    if (owned === undefined || typeof owned.write !== 'function') return undefined;
    const isOwned = isReplaced || owned.write !== (Object.getPrototypeOf(owned) as { readonly write?: unknown }).write;
    return isOwned ? (owned.write.bind(owned) as Write) : undefined;
  }

  return {
    take(text) {
      // An owner that logs would have its own line in hand again.
      if (isTaking) return 'later';
      const write = findWrite();
      if (write === undefined) return performance.now() < awaitedUntil ? 'later' : 'nobody';
      // One that knows no third argument never says when it has written.
      const says = write.length >= 3;
      isTaking = true;
      try {
        write(text, 'utf8', says ? countWritten : ignoreWritten);
        if (says) unwritten++;
        return 'taken';
      } finally {
        isTaking = false;
      }
    },
    async flush() {
      if (unwritten === 0) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        onWritten = resolve;
        timer = setTimeout(resolve, longestWait);
      });
      clearTimeout(timer);
    },
    shutdown() {
      if (Object.getOwnPropertyDescriptor(process, 'stdout')?.get === getStream) Object.defineProperty(process, 'stdout', descriptor);
    },
  };
}
