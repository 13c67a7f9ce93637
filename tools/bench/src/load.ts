// The process that makes the load.
import { startSubject, type Subject } from './subject-process.ts';

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
