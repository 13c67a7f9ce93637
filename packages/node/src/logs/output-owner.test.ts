import { afterEach, describe, expect, test } from 'vitest';
import { startDestination, type RunningDestination } from './destination.ts';

const own = Object.getOwnPropertyDescriptor(process, 'stdout')!;
const stream = process.stdout;
let destination: RunningDestination | undefined;
afterEach(async () => {
  await destination?.shutdown();
  Reflect.deleteProperty(stream, 'write');
  Object.defineProperty(process, 'stdout', own);
});

const start = (ownerAwaitedMs = 0): RunningDestination =>
  (destination = startDestination({ maxBytes: 65_536, leftAtExitMs: () => 1000, ownerAwaitedMs }));
type Write = typeof process.stdout.write;

describe('somebody has replaced process.stdout.write', () => {
  test('lines go through it, and are counted as written', () => {
    const texts: string[] = [];
    const { write, stats } = start();
    process.stdout.write = ((text: string) => texts.push(text) > 0) as Write;
    write('first\n', 'info', false);
    write('second\n', 'error', true);
    expect(texts.join('')).toBe('first\nsecond\n');
    expect(stats()).toMatchObject({ accepted: 2, written: 2 });
  });

  test('a stream of its own', () => {
    const texts: string[] = [];
    const { write } = start();
    Object.defineProperty(process, 'stdout', { configurable: true, value: { write: (text: string) => texts.push(text) } });
    write('first\n', 'error', true);
    expect(texts).toEqual(['first\n']);
  });

  test('flush waits until it says that it has written', async () => {
    const written: (() => void)[] = [];
    const { write, flush } = start();
    process.stdout.write = ((_text: string, _encoding: string, callback: () => void) => written.push(callback) > 0) as Write;
    write('first\n', 'error', true);
    let isFlushed = false;
    const flushing = flush().then(() => (isFlushed = true));
    await new Promise(setImmediate);
    expect(isFlushed).toBe(false);
    written[0]!();
    await flushing;
  });

  test('one that throws, and one that logs, harm nobody', async () => {
    const texts: string[] = [];
    const { write, flush, stats } = start();
    process.stdout.write = (() => {
      throw new Error('full');
    }) as Write;
    expect(() => write('first\n', 'error', true)).not.toThrow();
    process.stdout.write = ((text: string) => {
      texts.push(text);
      if (texts.length === 1) write('from inside\n', 'error', true);
      return true;
    }) as Write;
    write('second\n', 'error', true);
    await flush();
    await expect.poll(() => texts.join('')).toBe('first\nsecond\nfrom inside\n');
    expect(stats()).toMatchObject({ accepted: 3, written: 3 });
  });
});

test('lines wait for an owner that is known to come', async () => {
  const texts: string[] = [];
  const { write } = start(60_000);
  write('first\n', 'error', true);
  process.stdout.write = ((text: string) => texts.push(text) > 0) as Write;
  await expect.poll(() => texts).toEqual(['first\n']);
});

test('a line does not make process.stdout', () => {
  let made = 0;
  Object.defineProperty(process, 'stdout', {
    configurable: true,
    get() {
      made++;
      return stream;
    },
  });
  const { write } = start();
  // A socket is made non-blocking by way of the stream.
  made = 0;
  write('{"message":"a line of the test"}\n', 'error', true);
  expect(made).toBe(0);
});

test('another hand on process.stdout is no owner', () => {
  const texts: string[] = [];
  start();
  Object.defineProperty(process, 'stdout', { configurable: true, get: () => stream });
  const { write } = destination!;
  write('{"message":"a second line of the test"}\n', 'error', true);
  process.stdout.write = ((text: string) => texts.push(text) > 0) as Write;
  write('first\n', 'error', true);
  expect(texts).toEqual(['first\n']);
});

test('after the shutdown lines go to the descriptor', async () => {
  const { write, shutdown } = start();
  expect(process.stdout).toBe(stream);
  await shutdown();
  let made = 0;
  const { write: writeToStream } = stream;
  Object.setPrototypeOf(stream, {
    __proto__: Object.getPrototypeOf(stream) as object,
    write: (...args: Parameters<Write>) => (made++, writeToStream.apply(stream, args)),
  });
  write('{"message":"a third line of the test"}\n', 'error', true);
  Object.setPrototypeOf(stream, Object.getPrototypeOf(Object.getPrototypeOf(stream)) as object);
  expect(made).toBe(0);
});

test('after the shutdown process.stdout is as before', async () => {
  await start().shutdown();
  expect(Object.getOwnPropertyDescriptor(process, 'stdout')).toEqual(own);
});
