// The process that makes the load.
import { startSubject, type Subject } from './subject-process.ts';
import type { ServiceSubject } from './stacks.ts';

interface Order {
  readonly url: string;
  readonly connections: number;
  /** Seconds. */
  readonly duration: number;
  /** Requests a second; as many as possible where undefined. */
  readonly overallRate?: number;
}

interface Answers {
  readonly requests: number;
  readonly failed: number;
}

export type Load = Subject<unknown, Answers, Order>;

export const startLoad = (): Promise<Load> => startSubject<unknown, Answers, Order>({ file: 'load.mjs' });

/** Loads one service; CPU microseconds of the service for each request, and how many there were. */
export async function measureLoad(
  load: Load,
  subject: ServiceSubject,
  order: Omit<Order, 'url'>,
): Promise<{ readonly microseconds: number; readonly requests: number }> {
  const before = await subject.ask('usage');
  const { requests, failed } = await load.ask({ ...order, url: `http://127.0.0.1:${subject.started.port}/` });
  const after = await subject.ask('usage');
  if (failed > 0 || requests === 0) throw new Error(`${failed} requests failed, ${requests} were answered`);
  return { microseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / requests, requests };
}
