// Where log lines go: standard output, or another file descriptor of this process.
import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { LineBuffer, type DestinationStats, type LevelCounts } from './line-buffer.ts';
import { noOwner, startOutputOwner } from './output-owner.ts';
import { createPatience } from './patience.ts';

export interface Destination {
  /** Takes one line with its newline. Never throws. It waits only where the buffer is full and the reader is awake, within bounds. An `urgent` line is written before it returns, if the reader reads. */
  write(line: string, level: string, urgent: boolean): void;
  /** Resolves when everything accepted so far is written or dropped. A reader may sleep for ever: put a deadline around it. */
  flush(): Promise<void>;
  /** Blocks until everything is written (true), or until nobody reads or `deadlineMs` is over (false). The end of the process calls it. */
  flushSync(deadlineMs: number): boolean;
  stats(): DestinationStats;
  /** Names the function that renders a line about dropped lines, with its newline. The line is written once there is room. */
  setDropReport(render: (count: number, byLevel: LevelCounts) => string): void;
}

export interface DestinationOptions {
  /** File descriptor. Default: 1, standard output. */
  readonly fd?: number;
  /** Bytes in memory at most, counted as characters. */
  readonly maxBytes: number;
  /** Milliseconds that the exit of the process may wait for a slow reader. It is called at the exit. */
  readonly leftAtExitMs: () => number;
  /** Milliseconds that a process with nothing left to do stays alive for a slow reader. Default: 10 000. */
  readonly drainDeadlineMs?: number;
  /** Milliseconds that lines are kept for whoever is known to take over standard output. Default: 0. */
  readonly ownerAwaitedMs?: number;
}

export interface RunningDestination extends Destination {
  /** Flushes, and removes the exit hooks from the process. Later lines are still taken, without the hooks. */
  shutdown(): Promise<void>;
}

const pause = new Int32Array(new SharedArrayBuffer(4));
const pauseMs = 5;
const shortPauseMs = 1;

/**
 * Starts to write to the descriptor without blocking on it: lines of one turn of the event loop go out in one write.
 * Hooks `beforeExit` and `exit` of the process, so that neither a natural end nor `process.exit` loses lines of an awake reader.
 */
export function startDestination(options: DestinationOptions): RunningDestination {
  const { fd = 1, maxBytes, leftAtExitMs, drainDeadlineMs = 10_000, ownerAwaitedMs = 0 } = options;
  const owner = fd === 1 ? startOutputOwner(ownerAwaitedMs) : noOwner;
  const target = openNonBlocking(fd);

  function writeChunk(chunk: string | Uint8Array): number {
    const taken = owner.take(chunk);
    if (taken === 'taken') return Buffer.byteLength(chunk);
    if (taken === 'later') return 0;
    return typeof chunk === 'string' ? writeSync(target, chunk) : writeSync(target, chunk);
  }

  const buffer = new LineBuffer({
    write: writeChunk,
    maxCharacters: maxBytes,
    // The timer does not keep the process alive: at the natural end `beforeExit` takes over.
    schedule: (callback, delay) => void setTimeout(callback, delay).unref(),
    patience: createPatience(() => void Atomics.wait(pause, 0, 0, shortPauseMs)),
  });
  let tickPending = false;
  let drainEnd: number | undefined;

  function tick(): void {
    tickPending = false;
    if (!buffer.blocked) buffer.flush();
  }

  function flushSync(deadlineMs: number): boolean {
    const end = Date.now() + deadlineMs;
    while (!buffer.flush()) {
      if (buffer.refused || Date.now() >= end) return false;
      Atomics.wait(pause, 0, 0, shortPauseMs);
    }
    return true;
  }

  function onBeforeExit(): void {
    if (buffer.flush() || buffer.refused) return;
    drainEnd ??= Date.now() + drainDeadlineMs;
    // Node emits `beforeExit` again after this timer.
    if (Date.now() < drainEnd) setTimeout(() => buffer.flush(), pauseMs);
  }

  function onExit(): void {
    flushSync(leftAtExitMs());
  }

  process.on('beforeExit', onBeforeExit);
  process.on('exit', onExit);

  return {
    write(line, level, urgent) {
      buffer.add(line, level, urgent);
      if (tickPending || buffer.blocked || !buffer.pending) return;
      tickPending = true;
      setImmediate(tick);
    },
    async flush() {
      await buffer.whenFlushed();
      await owner.flush();
    },
    flushSync,
    stats: () => buffer.stats,
    setDropReport: (render) => buffer.setDropReport(render),
    async shutdown() {
      await buffer.whenFlushed();
      await owner.flush();
      owner.shutdown();
      process.off('beforeExit', onBeforeExit);
      process.off('exit', onExit);
    },
  };
}

/**
 * A descriptor whose writes fail with EAGAIN instead of blocking. A pipe is opened a second time: the flag is then on our own open file,
 * and not on the one that other processes share. Files and terminals take writes without the flag.
 */
function openNonBlocking(fd: number): number {
  const kind = statOf(fd);
  if (kind?.isFIFO() === true) {
    try {
      return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_APPEND);
    } catch {
      setNonBlocking(fd);
    }
  } else if (kind?.isSocket() === true) setNonBlocking(fd);
  return fd;
}

function statOf(fd: number): ReturnType<typeof fstatSync> | undefined {
  try {
    return fstatSync(fd);
  } catch {
    return undefined;
  }
}

/** Node sets the flag when it makes a stream of a pipe or socket. */
function setNonBlocking(fd: number): void {
  if (fd === 1) void process.stdout;
  else if (fd === 2) void process.stderr;
}
