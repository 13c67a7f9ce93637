import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { LineBuffer } from './line-buffer.ts';
import { createPatience } from './patience.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A reader with a pipe of so many bytes: what does not fit is refused as a system call refuses it. */
function createReader() {
  const reader = { room: Number.POSITIVE_INFINITY, failure: '', received: Buffer.alloc(0), writes: 0 };
  const write = (chunk: string | Uint8Array): number => {
    reader.writes++;
    if (reader.failure !== '') throw systemError(reader.failure);
    const bytes = Buffer.from(chunk as string);
    const taken = bytes.subarray(0, reader.room);
    if (taken.length === 0) throw systemError('EAGAIN');
    reader.room -= taken.length;
    reader.received = Buffer.concat([reader.received, taken]);
    return taken.length;
  };
  return { reader, write, lines: () => reader.received.toString().split('\n').slice(0, -1) };
}

/** By default nobody reads while the service waits. */
type Pause = (reader: { room: number }, time: { now: number }) => void;

function createBuffer(maxCharacters = 1000, pause: Pause = (_reader, time) => void time.now++) {
  const { reader, write, lines } = createReader();
  const timers: { callback: () => void; delay: number }[] = [];
  const time = { now: 0 };
  const patience = createPatience(() => pause(reader, time), () => time.now); // prettier-ignore
  const buffer = new LineBuffer({ write, maxCharacters, schedule: (callback, delay) => void timers.push({ callback, delay }), patience });
  buffer.setDropReport((count, byLevel) => `dropped ${count} ${JSON.stringify(byLevel)}\n`);
  return { buffer, reader, lines, timers, time };
}

describe('LineBuffer', () => {
  it('writes the lines of one turn at once', () => {
    const { buffer, reader, lines } = createBuffer();
    buffer.add('a\n', 'info', false);
    buffer.add('b\n', 'info', false);
    expect(reader.writes).toBe(0);
    expect(buffer.stats).toEqual({ accepted: 2, written: 0, dropped: { buffer_full: 0, write_failed: 0 }, buffered: 2, waitedMs: 0 });
    expect(buffer.flush()).toBe(true);
    expect(reader.writes).toBe(1);
    expect(lines()).toEqual(['a', 'b']);
    expect(buffer.stats).toMatchObject({ written: 2, buffered: 0, waitedMs: 0 });
  });

  it('writes an urgent line before it returns, with what came before', () => {
    const { buffer, lines } = createBuffer();
    buffer.add('a\n', 'info', false);
    buffer.add('b\n', 'error', true);
    expect(lines()).toEqual(['a', 'b']);
  });

  it('writes when 16 KB are together', () => {
    const { buffer, reader } = createBuffer(1e6);
    for (let index = 0; index < 20; index++) buffer.add(`${'x'.repeat(999)}\n`, 'info', false);
    expect(reader.writes).toBe(1);
    expect(buffer.stats).toMatchObject({ written: 17, buffered: 3, waitedMs: 0 });
  });

  it('keeps what a slow reader does not take, and goes on where it stopped', () => {
    const { buffer, reader, lines, timers } = createBuffer();
    reader.room = 5;
    buffer.add('äöü\n', 'info', false);
    buffer.add('second\n', 'info', false);
    expect(buffer.flush()).toBe(false);
    expect(buffer.blocked).toBe(true);
    expect(buffer.stats).toMatchObject({ written: 0, buffered: 2, waitedMs: 0 });
    reader.room = 4;
    timers[0]?.callback();
    expect(buffer.stats).toMatchObject({ written: 1, buffered: 1, waitedMs: 0 });
    reader.room = 100;
    timers[1]?.callback();
    expect(lines()).toEqual(['äöü', 'second']);
    expect(buffer.stats).toMatchObject({ written: 2, buffered: 0, waitedMs: 0 });
  });

  it('is not misled when a part has as many bytes as the whole has characters', () => {
    const { buffer, reader, lines, timers } = createBuffer();
    reader.room = 4;
    buffer.add('äöü\n', 'info', false);
    buffer.flush();
    reader.room = 100;
    timers[0]?.callback();
    expect(lines()).toEqual(['äöü']);
  });

  it('waits longer and longer for a slow reader, and again shortly after it woke up', () => {
    const { buffer, reader, timers } = createBuffer();
    reader.room = 0;
    buffer.add('a\n', 'info', false);
    buffer.flush();
    for (let round = 0; round < 8; round++) timers.at(-1)?.callback();
    expect(timers.map(({ delay }) => delay)).toEqual([1, 2, 4, 8, 16, 32, 50, 50, 50]);
    reader.room = 100;
    timers.at(-1)?.callback();
    reader.room = 0;
    buffer.add('b\n', 'info', false);
    buffer.flush();
    expect(timers.at(-1)?.delay).toBe(1);
  });

  it('does not write for each line while the reader sleeps', () => {
    const { buffer, reader, timers } = createBuffer();
    reader.room = 0;
    buffer.add('a\n', 'error', true);
    for (let index = 0; index < 10; index++) buffer.add('b\n', 'error', true);
    expect(reader.writes).toBe(1);
    expect(timers).toHaveLength(1);
  });

  it('drops what is over the bound, counts it, and says so when there is room', () => {
    const { buffer, reader, lines, timers } = createBuffer(10);
    reader.room = 0;
    for (let index = 0; index < 8; index++) buffer.add(`${index}\n`, index < 6 ? 'info' : 'debug', false);
    buffer.flush();
    // It has waited once, and the reader took nothing.
    expect(buffer.stats).toEqual({ accepted: 8, written: 0, dropped: { buffer_full: 3, write_failed: 0 }, buffered: 5, waitedMs: 100 });
    reader.room = 1000;
    timers[0]?.callback();
    expect(lines()).toEqual(['0', '1', '2', '3', '4', 'dropped 3 {"info":1,"debug":2}']);
    expect(buffer.stats).toEqual({ accepted: 8, written: 5, dropped: { buffer_full: 3, write_failed: 0 }, buffered: 0, waitedMs: 100 });
    buffer.add('z\n', 'info', false);
    buffer.flush();
    expect(lines().at(-1)).toBe('z');
  });

  it('has a reserve for urgent lines', () => {
    const { buffer, reader } = createBuffer(16);
    reader.room = 0;
    for (let index = 0; index < 20; index++) buffer.add('i\n', 'info', false);
    buffer.add('e\n', 'error', true);
    buffer.add('e\n', 'error', true);
    expect(buffer.stats).toMatchObject({ buffered: 9, dropped: { buffer_full: 13 } });
  });

  it.each(['EPIPE', 'ECONNRESET', 'EBADF'])('%s: nobody reads; all is dropped and counted, nothing throws', (code) => {
    const { buffer, reader, timers } = createBuffer();
    reader.failure = code;
    buffer.add('a\n', 'info', false);
    buffer.add('b\n', 'error', true);
    expect(buffer.unread).toBe(true);
    buffer.add('c\n', 'info', false);
    expect(buffer.stats).toEqual({ accepted: 3, written: 0, dropped: { buffer_full: 0, write_failed: 2 }, buffered: 1, waitedMs: 0 });
    expect(timers.map(({ delay }) => delay)).toEqual([1000]);
    expect(reader.writes).toBe(1);
  });

  it('says what was lost when a new reader comes, and starts on a line of its own', () => {
    const { buffer, reader, lines, timers } = createBuffer();
    reader.room = 3;
    buffer.add('first\n', 'info', false);
    buffer.flush();
    reader.failure = 'EPIPE';
    timers[0]?.callback();
    buffer.add('second\n', 'info', false);
    reader.failure = '';
    reader.room = 1000;
    timers[1]?.callback();
    expect(lines()).toEqual(['fir', 'second', 'dropped 1 {"unknown":1}']);
  });

  it.each(['ENOSPC', 'EDQUOT', 'EIO'])('%s: keeps the lines and looks again once a second', (code) => {
    const { buffer, reader, lines, timers } = createBuffer();
    reader.failure = code;
    buffer.add('a\n', 'error', true);
    expect(buffer.stats).toMatchObject({ buffered: 1, dropped: { write_failed: 0 } });
    expect(timers.map(({ delay }) => delay)).toEqual([1000]);
    reader.failure = '';
    timers[0]?.callback();
    expect(lines()).toEqual(['a']);
  });

  it('whenFlushed waits for a slow reader, but not for one that is gone', async () => {
    const { buffer, reader, timers } = createBuffer();
    await buffer.whenFlushed();
    const done = vi.fn();
    reader.room = 0;
    buffer.add('a\n', 'info', false);
    const first = buffer.whenFlushed().then(done);
    await Promise.resolve();
    expect(done).not.toHaveBeenCalled();
    reader.room = 100;
    timers[0]?.callback();
    await first;
    reader.failure = 'EPIPE';
    buffer.add('b\n', 'info', false);
    await buffer.whenFlushed();
    expect(buffer.stats).toMatchObject({ written: 1, dropped: { write_failed: 1 } });
  });
});

type Step = { readonly add: string; readonly urgent: boolean } | { readonly room: number } | { readonly failure: string } | 'flush';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ add: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\n', ' ')), urgent: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ room: fc.integer({ min: 0, max: 120 }) }) },
  { weight: 1, arbitrary: fc.record({ failure: fc.constantFrom('', '', '', 'EPIPE', 'ENOSPC', 'EINTR') }) },
  { weight: 2, arbitrary: fc.constant('flush' as const) },
); // prettier-ignore

describe('whatever the reader does', () => {
  it('waits for a reader that is awake, and loses nothing', () => {
    const { buffer, reader, lines } = createBuffer(100, (pipe, time) => {
      time.now++;
      pipe.room = 30;
    });
    reader.room = 0;
    for (let index = 0; index < 200; index++) buffer.add(`line ${index}\n`, 'info', false);
    expect(buffer.stats.dropped.buffer_full).toBe(0);
    reader.room = Number.POSITIVE_INFINITY;
    buffer.flush();
    expect(lines()).toHaveLength(200);
  });

  it('a reader that takes a little for ever gets a second at once, and a tenth of the time after that', () => {
    const { buffer, reader, time } = createBuffer(100, (pipe, clock) => {
      clock.now += 10;
      pipe.room = 1;
    });
    reader.room = 0;
    for (let index = 0; index < 1000; index++) buffer.add(`line ${index}\n`, 'info', false);
    const { waitedMs, dropped } = buffer.stats;
    expect(waitedMs).toBeGreaterThanOrEqual(1000);
    expect(waitedMs).toBeLessThan(1200);
    expect(dropped.buffer_full).toBeGreaterThan(500);
    time.now += 1000;
    for (let index = 0; index < 1000; index++) buffer.add(`line ${index}\n`, 'info', false);
    expect(buffer.stats.waitedMs - waitedMs).toBeLessThan(150);
  });

  it('every line is written, dropped or buffered, and the reader gets whole lines in order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const { buffer, reader, lines, timers } = createBuffer(200);
        let accepted = 0;
        let closed = false;
        for (const item of steps) {
          if (item === 'flush') {
            buffer.flush();
            timers.splice(0).forEach(({ callback }) => callback());
          } else if ('room' in item) reader.room = item.room;
          else if ('failure' in item) {
            reader.failure = item.failure;
            closed ||= item.failure === 'EPIPE';
          } else buffer.add(`${accepted++}:${item.add}\n`, 'info', item.urgent);
          const { written, dropped, buffered } = buffer.stats;
          expect(written + dropped.buffer_full + dropped.write_failed + buffered).toBe(accepted);
        }
        reader.failure = '';
        reader.room = Number.POSITIVE_INFINITY;
        buffer.flush();
        const { written, dropped, buffered } = buffer.stats;
        expect(buffered).toBe(0);
        const received = lines();
        const reports = received.filter((line) => line.startsWith('dropped '));
        const numbers = received.filter((line) => /^\d+:/.test(line)).map((line) => Number.parseInt(line, 10));
        expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
        const reported = reports.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);
        expect(reported).toBe(dropped.buffer_full + dropped.write_failed);
        // After a broken pipe a line may have been read in part.
        expect(received.length >= written + reports.length).toBe(true);
        expect(closed || received.length === written + reports.length).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
