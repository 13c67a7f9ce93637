// As many requests as a service can answer, by wrk: a generator in JavaScript is slower than what it loads, and a service that waits
// pays for being woken at each request.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ServiceSubject } from './stacks.ts';

const run = promisify(execFile);

export interface WrkOrder {
  readonly connections: number;
  /** Seconds. */
  readonly duration: number;
}

/** Loads one service; CPU microseconds of the service for each request, and how many there were. */
export async function measureWithWrk(
  subject: ServiceSubject,
  { connections, duration }: WrkOrder,
): Promise<{ readonly microseconds: number; readonly requests: number }> {
  const before = await subject.ask('usage');
  const url = `http://127.0.0.1:${subject.started.port}/`;
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${duration}s`, url]).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('wrk is not installed: apt-get install wrk') : error;
  });
  const after = await subject.ask('usage');
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0);
  if (requests === 0 || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`requests failed: ${stdout}`);
  return { microseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / requests, requests };
}
