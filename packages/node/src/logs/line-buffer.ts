// Lines on their way to a file descriptor. The buffer is bounded, never throws, and accounts for every line. Where it is full, it waits for a
// reader that is awake, within bounds.
import type { LineCounts } from '../ledger/ledger.ts';
import type { Patience } from './patience.ts';

/** Writes, and returns how many bytes were taken. Throws as `fs.writeSync` does: EAGAIN while the reader is slow. */
export type WriteChunk = (chunk: string | Uint8Array) => number;

/** `buffer_full`: the reader was slower than the service for too long. `write_failed`: nobody reads any more. */
export type DropReason = 'buffer_full' | 'write_failed';

export type LevelCounts = Readonly<Record<string, number>>;

export interface DestinationStats extends LineCounts {
  /** Milliseconds that the service has waited for the reader because the buffer was full. */
  readonly waitedMs: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
}

export interface LineBufferOptions {
  readonly write: WriteChunk;
  /** Characters in memory at most (UTF-16 units; for ASCII the same as bytes). */
  readonly maxCharacters: number;
  /** Calls back after `delay` milliseconds. */
  schedule(callback: () => void, delay: number): void;
  /** How long a full buffer may wait for its reader. */
  readonly patience: Patience;
}

interface Chunk {
  data: string | Uint8Array;
  /** How many characters are counted for the chunk. */
  readonly size: number;
  /** Lines that are not yet written. */
  lines: number;
  /** Whether the part that is written ends inside of a line. */
  torn: boolean;
  /** Set on a chunk that reports drops: the drops it reports, in case the chunk is dropped itself. */
  readonly reports?: Map<string, number>;
}

// One write of 16 KB costs little more than one of 1 KB. Larger writes gain nothing.
const chunkCharacters = 16_384;
const firstDelay = 1;
const longestDelay = 50;
// A closed pipe can get a new reader, and a full disk can get room: a write is tried once a second.
const idleDelay = 1000;
const slowReader = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR', 'EBUSY']);
const noReader = new Set(['EPIPE', 'ECONNRESET', 'ENOTCONN', 'EBADF', 'ENXIO', 'EINVAL', 'EDESTADDRREQ']);

export class LineBuffer {
  readonly #options: LineBufferOptions;
  /** Only urgent lines may use this room: a flood of other lines cannot push an error out. */
  readonly #reserve: number;
  #current = '';
  #currentLines = 0;
  readonly #queue: Chunk[] = [];
  #queuedCharacters = 0;
  #queuedLines = 0;
  #blocked = false;
  #unread = false;
  #refused = false;
  #retrying = false;
  #delay = firstDelay;
  #torn = false;
  #accepted = 0;
  #written = 0;
  readonly #dropped: Record<DropReason, number> = { buffer_full: 0, write_failed: 0 };
  #unreported = new Map<string, number>();
  #renderDrops: ((count: number, byLevel: LevelCounts) => string) | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: LineBufferOptions) {
    this.#options = options;
    this.#reserve = options.maxCharacters / 8;
  }

  /** Whether the last attempt failed; the next one is scheduled. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** Whether lines wait for the next {@link flush}. */
  get pending(): boolean {
    return this.#currentLines > 0;
  }

  /** Whether the last attempt found that nobody reads: waiting makes no sense. */
  get unread(): boolean {
    return this.#unread;
  }

  /** Whether the last attempt failed for another reason than a slow reader, such as a full disk. The end of a process does not wait then. */
  get refused(): boolean {
    return this.#refused;
  }

  get stats(): DestinationStats {
    return {
      accepted: this.#accepted,
      written: this.#written,
      dropped: { ...this.#dropped },
      buffered: this.#queuedLines + this.#currentLines,
      waitedMs: this.#options.patience.waitedMs,
    };
  }

  /** Renders the line about dropped lines. There is no such line before this is set. It is not counted in the stats. */
  setDropReport(render: (count: number, byLevel: LevelCounts) => string): void {
    this.#renderDrops = render;
  }

  /** Takes one line with its newline. An urgent line is written at once, any other with the next 16 KB or {@link flush}. */
  add(line: string, level: string, urgent: boolean): void {
    this.#accepted++;
    const limit = urgent ? this.#options.maxCharacters + this.#reserve : this.#options.maxCharacters;
    if (this.#queuedCharacters + this.#current.length + line.length > limit && !this.#makeRoom(limit - line.length)) {
      this.#countDrops('buffer_full', level, 1);
      return;
    }
    this.#current += line;
    this.#currentLines++;
    if (this.#blocked) {
      if (this.#current.length >= chunkCharacters) this.#roll();
    } else if (urgent || this.#current.length >= chunkCharacters) this.flush();
  }

  /**
   * In a long turn of the event loop no timer tries the reader again. So a full buffer tries it, and waits while it takes something. Whether
   * there is room then.
   */
  #makeRoom(mostCharacters: number): boolean {
    const { patience } = this.#options;
    for (;;) {
      if (this.#unread || !(patience.isLeft || patience.mayTry())) return false;
      this.flush();
      if (this.#queuedCharacters <= mostCharacters) return true;
      if (this.#unread || !patience.isLeft) return false;
      patience.wait();
    }
  }

  /** Writes until nothing is left (true) or the reader takes no more (false). */
  flush(): boolean {
    this.#blocked = false;
    this.#unread = false;
    this.#refused = false;
    for (;;) {
      this.#roll();
      if (this.#unreported.size > 0 && this.#queuedCharacters < this.#options.maxCharacters / 2) this.#reportDrops();
      const chunk = this.#queue[0];
      if (chunk === undefined) break;
      if (!this.#write(chunk)) return false;
    }
    this.#settle();
    return true;
  }

  /** Resolves when everything accepted so far is written or dropped. */
  async whenFlushed(): Promise<void> {
    if (this.flush() || this.#unread) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #settle(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #roll(): void {
    if (this.#currentLines === 0) return;
    this.#enqueue({ data: this.#current, size: this.#current.length, lines: this.#currentLines, torn: false });
    this.#current = '';
    this.#currentLines = 0;
  }

  #enqueue(chunk: Chunk): void {
    this.#queue.push(chunk);
    this.#queuedCharacters += chunk.size;
    this.#queuedLines += chunk.lines;
  }

  #remove(chunk: Chunk): void {
    this.#queue.shift();
    this.#queuedCharacters -= chunk.size;
    this.#queuedLines -= chunk.lines;
  }

  #write(chunk: Chunk): boolean {
    // A dropped chunk may have left a part of a line: the next line must not run into it.
    const data = this.#torn && typeof chunk.data === 'string' ? `\n${chunk.data}` : chunk.data;
    let taken: number;
    try {
      taken = this.#options.write(data);
    } catch (thrown) {
      this.#fail((thrown as NodeJS.ErrnoException | undefined)?.code ?? '');
      return false;
    }
    if (taken === 0) {
      this.#fail('EAGAIN');
      return false;
    }
    this.#delay = firstDelay;
    this.#options.patience.onProgress(taken);
    const total = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
    if (taken < total) this.#keepRest(chunk, data, taken);
    else {
      this.#remove(chunk);
      this.#written += chunk.lines;
    }
    this.#torn = false;
    return true;
  }

  #keepRest(chunk: Chunk, data: string | Uint8Array, taken: number): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    let newlines = 0;
    for (const byte of bytes.subarray(0, taken)) if (byte === 10) newlines++;
    const ended = Math.min(this.#torn ? newlines - 1 : newlines, chunk.lines);
    chunk.lines -= ended;
    this.#queuedLines -= ended;
    this.#written += ended;
    chunk.data = bytes.subarray(taken);
    chunk.torn = bytes[taken - 1] !== 10;
  }

  #fail(code: string): void {
    this.#blocked = true;
    const isSlow = slowReader.has(code);
    this.#refused = !isSlow;
    if (noReader.has(code)) {
      this.#unread = true;
      for (let chunk = this.#queue[0]; chunk !== undefined; chunk = this.#queue[0]) this.#drop(chunk);
      this.#settle();
    }
    if (this.#retrying) return;
    this.#retrying = true;
    const delay = isSlow ? this.#delay : idleDelay;
    this.#delay = Math.min(this.#delay * 2, longestDelay);
    this.#options.schedule(() => {
      this.#retrying = false;
      this.flush();
    }, delay);
  }

  #drop(chunk: Chunk): void {
    this.#remove(chunk);
    this.#torn ||= chunk.torn;
    if (chunk.lines > 0) this.#countDrops('write_failed', 'unknown', chunk.lines);
    for (const [level, count] of chunk.reports ?? []) this.#addUnreported(level, count);
  }

  #countDrops(reason: DropReason, level: string, count: number): void {
    this.#dropped[reason] += count;
    this.#addUnreported(level, count);
  }

  #addUnreported(level: string, count: number): void {
    this.#unreported.set(level, (this.#unreported.get(level) ?? 0) + count);
  }

  #reportDrops(): void {
    if (this.#renderDrops === undefined) return;
    const reports = this.#unreported;
    this.#unreported = new Map();
    const total = [...reports.values()].reduce((sum, count) => sum + count, 0);
    const data = this.#renderDrops(total, Object.fromEntries(reports));
    this.#enqueue({ data, size: data.length, lines: 0, torn: false, reports });
  }
}
