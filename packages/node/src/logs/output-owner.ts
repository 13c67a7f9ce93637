// Whoever has taken over standard output by replacing `process.stdout.write`. PM2 does that in its cluster: a worker's descriptor 1 leads
// nowhere there, and its lines go into files of PM2's.

export interface OutputOwner {
  /** Hands the text over. `later`: it cannot be taken now. `nobody`: descriptor 1 is the standard output. */
  take(text: string | Uint8Array): 'taken' | 'later' | 'nobody';
  /** Resolves when everything that was taken is written, or after a second: an owner need not say so. */
  flush(): Promise<void>;
  shutdown(): void;
}

type Write = (text: string | Uint8Array, encoding: 'utf8', onWritten: (error?: unknown) => void) => unknown;

interface Output {
  readonly write: unknown;
  readonly fd?: unknown;
  listenerCount?(event: 'error'): number;
  once?(event: 'error', listener: () => void): void;
}

/** Milliseconds. */
const longestWait = 1000;

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
  let stream: Output | undefined;
  let isTaking = false;
  let unwritten = 0;
  let onWritten: (() => void) | undefined;

  function getStream(): Output {
    return (stream = makeStream!.call(process) as Output);
  }
  Object.defineProperty(process, 'stdout', { ...descriptor, get: getStream });

  function findOutput(): Output | undefined {
    const current = Object.getOwnPropertyDescriptor(process, 'stdout')?.get;
    return current === getStream || current === makeStream ? stream : (process.stdout as Output);
  }

  return {
    take(text) {
      // An owner that logs would have its own line in hand again.
      if (isTaking) return 'later';
      const output = findOutput();
      const write = output === undefined ? undefined : findForeignWrite(output);
      if (output === undefined || write === undefined) return performance.now() < awaitedUntil ? 'later' : 'nobody';
      // One that knows no third argument never says when it has written.
      const says = write.length >= 3;
      isTaking = true;
      if (says) unwritten++;
      try {
        write.call(output, text, 'utf8', (error) => {
          if (says && --unwritten === 0) onWritten?.();
          if (error) ignoreError(output);
        });
        return 'taken';
      } catch (error) {
        if (says) unwritten--;
        throw error;
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

/** Undefined where the output is Node's own stream of descriptor 1, as Node made it. */
function findForeignWrite(output: Output): Write | undefined {
  const { write } = output;
  if (typeof write !== 'function') return undefined;
  const isOfNode = output.fd === 1 && write === (Object.getPrototypeOf(output) as { readonly write?: unknown }).write;
  return isOfNode ? undefined : (write as Write);
}

/** A reader that is gone becomes an event of the stream a moment later. Without a listener it would end the process. */
function ignoreError(output: Output): void {
  if (output.listenerCount?.('error') === 0) output.once?.('error', () => {});
}
