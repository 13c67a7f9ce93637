import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startDestination } from './destination.ts';
import type { DestinationStats } from './line-buffer.ts';

const program = fileURLToPath(new URL('./testdata/write-and-end.ts', import.meta.url));
// util-linux: runs a command on a terminal of its own.
const terminal = 'script';
const node = [process.execPath, '--conditions=@plinth/source', program];
const folder = mkdtempSync(join(tmpdir(), 'plinth-destination-'));
afterAll(() => rmSync(folder, { recursive: true }));

const limits = { maxBytes: 65_536, leftAtExitMs: () => 1000 };

interface Outcome {
  /** Indexes of the records that the reader got, in order. */
  readonly indexes: number[];
  /** What the lines about drops add up to. */
  readonly reported: number;
  readonly stats: DestinationStats;
  readonly stderr: string;
}

function read(stdout: string, stderr: string): Outcome {
  const records = stdout.split('\n').slice(0, -1).map((line) => JSON.parse(line) as { index?: number; dropped?: number }); // prettier-ignore
  const statsLine = stderr.split('\n').find((line) => line.startsWith('{"accepted"'));
  return {
    indexes: records.map(({ index }) => index).filter((index) => index !== undefined),
    reported: records.reduce((sum, { dropped = 0 }) => sum + dropped, 0),
    stats: JSON.parse(statsLine ?? 'null') as DestinationStats,
    stderr,
  };
}

/** Runs the program with a pipe to `reader`, a shell command. */
function runPiped(args: readonly (string | number)[], reader: string, env: Readonly<Record<string, string>> = {}): Outcome {
  const { stdout, stderr } = spawnSync('sh', ['-c', `"$0" "$1" "$2" ${args.join(' ')} | { ${reader}; }`, ...node], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1e9,
  });
  return read(stdout, stderr);
}

/** Runs the program with a socket: what Node gives to a child process. It is read when the file `written` is there. */
async function runWithSocket(args: readonly (string | number)[], written?: string): Promise<Outcome> {
  const [command = '', ...rest] = node;
  const env = { ...process.env, ...(written === undefined ? {} : { WRITTEN: written }) };
  const child = spawn(command, [...rest, ...args.map(String)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  const ended = new Promise((resolve) => child.on('close', resolve));
  if (written !== undefined) await vi.waitUntil(() => existsSync(written), { timeout: 10_000 });
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  await ended;
  return read(stdout, stderr);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const ends = ['natural', 'exit', 'throw', 'reject', 'flush', 'shutdown'];

describe('a reader that is awake gets every line', () => {
  it.each(ends)('through a pipe: %s', (end) => {
    const { indexes, stats } = runPiped([end, 3000], 'cat');
    expect(indexes).toEqual(upTo(3000));
    expect(stats).toMatchObject({ accepted: 3000, written: 3000, dropped: { buffer_full: 0, write_failed: 0 }, buffered: 0 });
  });

  it('100,000 lines of one turn, many times what the buffer holds', () => {
    const { indexes, stats } = runPiped(['natural', 100_000], 'cat');
    expect(indexes).toHaveLength(100_000);
    expect(stats.dropped).toEqual({ buffer_full: 0, write_failed: 0 });
  });

  it.each(['natural', 'exit', 'throw'])('through a socket: %s', async (end) => {
    const { indexes, stats } = await runWithSocket([end, 3000]);
    expect(indexes).toEqual(upTo(3000));
    expect(stats).toMatchObject({ written: 3000, buffered: 0 });
  });

  it.each(['natural', 'exit', 'throw'])('in a file: %s', (end) => {
    const file = join(folder, end);
    const [command = '', ...rest] = node;
    const { stderr } = spawnSync(command, [...rest, end, '3000'], { stdio: ['ignore', openSync(file, 'w'), 'pipe'], encoding: 'utf8' });
    const { indexes, stats } = read(readFileSync(file, 'utf8'), stderr);
    expect(indexes).toEqual(upTo(3000));
    expect(stats).toMatchObject({ written: 3000, buffered: 0 });
  });

  it.skipIf(spawnSync(terminal, ['--version']).error !== undefined)('on a terminal', () => {
    const command = `${node.map((part) => `'${part}'`).join(' ')} exit 300 2>${join(folder, 'stderr')}`;
    const { stdout } = spawnSync(terminal, ['-qec', command, '/dev/null'], { encoding: 'utf8' });
    const { indexes } = read(stdout.replaceAll('\r\n', '\n'), readFileSync(join(folder, 'stderr'), 'utf8'));
    expect(indexes).toEqual(upTo(300));
  });
});

describe('a reader that sleeps', () => {
  // A pipe holds 64 KB, the buffer 200 KB: of 2000 lines of about 450 bytes most cannot be kept.
  const bound = 200_000;

  it.each(['natural', 'exit', 'throw', 'flush'])('%s: what it does not get is dropped, counted and said', (end) => {
    const written = join(folder, `written-${end}`);
    const { indexes, reported, stats } = runPiped([end, 2000, bound], `while [ ! -e ${written} ]; do sleep 0.05; done; cat`, {
      WRITTEN: written,
    });
    expect(stats.dropped.buffer_full).toBeGreaterThan(0);
    expect(stats).toMatchObject({ written: indexes.length, buffered: 0, dropped: { buffer_full: 2000 - indexes.length } });
    expect(reported).toBe(2000 - indexes.length);
    expect(indexes).toEqual(upTo(indexes.length));
  });

  it('through a socket as well', async () => {
    const { indexes, reported, stats } = await runWithSocket(['natural', 2000, bound], join(folder, 'written-socket'));
    expect(stats.dropped.buffer_full).toBeGreaterThan(0);
    expect(indexes.length + reported).toBe(2000);
    expect(stats.written).toBe(indexes.length);
  });

  it('longer than the exit may wait: the process ends, and knows what it still had', () => {
    const { indexes, stats } = runPiped(['exit', 1000, 8e6, 100], 'sleep 2; cat | sed "$ d"');
    expect(stats.written + stats.buffered).toBe(1000);
    expect(stats.buffered).toBeGreaterThan(0);
    expect(indexes.length).toBeLessThanOrEqual(stats.written);
  });
});

describe('a reader that is gone', () => {
  it.each(ends)('%s: nothing throws, all is accounted for', (end) => {
    const { stats, stderr } = runPiped([end, 3000], 'head -n 1 >/dev/null; exec <&-; sleep 0.1');
    expect(stats.written + stats.dropped.write_failed + stats.dropped.buffer_full + stats.buffered).toBe(3000);
    expect(stats.dropped.write_failed + stats.buffered).toBeGreaterThan(0);
    expect(stderr).not.toContain('EPIPE');
  });
});

describe('startDestination', () => {
  it('never throws, whatever the descriptor', async () => {
    const destination = startDestination({ ...limits, fd: 9999 });
    destination.write('a\n', 'error', true);
    destination.write('b\n', 'info', false);
    expect(destination.flushSync(50)).toBe(false);
    await destination.flush();
    expect(destination.stats()).toEqual({
      accepted: 2,
      written: 0,
      dropped: { buffer_full: 0, write_failed: 2 },
      buffered: 0,
      waitedMs: 0,
    });
    await destination.shutdown();
  });

  it('lets go of the process', async () => {
    const before = process.listenerCount('exit') + process.listenerCount('beforeExit');
    const destination = startDestination({ ...limits, fd: openSync(join(folder, 'own'), 'w') });
    expect(process.listenerCount('exit') + process.listenerCount('beforeExit')).toBe(before + 2);
    destination.write('a\n', 'info', false);
    await destination.shutdown();
    expect(process.listenerCount('exit') + process.listenerCount('beforeExit')).toBe(before);
    expect(readFileSync(join(folder, 'own'), 'utf8')).toBe('a\n');
  });
});

it.runIf(existsSync('/dev/full'))('the end of a process does not wait for room on a full disk', () => {
  const fd = openSync('/dev/full', 'w');
  const destination = startDestination({ fd, maxBytes: 65_536, leftAtExitMs: () => 0 });
  destination.write('{"index":0}\n', 'info', false);
  const waits = vi.spyOn(Atomics, 'wait');
  expect(destination.flushSync(50)).toBe(false);
  expect(waits).not.toHaveBeenCalled();
  waits.mockRestore();
  const timers = vi.spyOn(globalThis, 'setTimeout');
  process.listeners('beforeExit').at(-1)?.(0);
  expect(timers.mock.calls.filter(([, delay]) => delay === 5)).toEqual([]);
  timers.mockRestore();
});
