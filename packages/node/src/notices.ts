// What the SDK has to say about itself: coded, one line a minute for each code at most, through the service's own logger.
import { errorTable, type ErrorCode, type Problem } from './errors.ts';

export type Notify = (code: ErrorCode, problem?: Problem) => void;

const windowMs = 60_000;

export interface NoticeSink {
  warn(message: string, metadata: Readonly<Record<string, unknown>>): void;
}

export function createNotify(sink: NoticeSink, clock: () => number = Date.now): Notify {
  const windows = new Map<string, { until: number; suppressed: number }>();
  return (code, problem) => {
    const now = clock();
    const window = windows.get(code);
    if (window !== undefined && now < window.until) {
      window.suppressed++;
      return;
    }
    windows.set(code, { until: now + windowMs, suppressed: 0 });
    const { message, remedy } = errorTable[code];
    sink.warn(`${code}: ${message}`, {
      code,
      remedy,
      ...(problem === undefined ? {} : { problem: `${problem.path}: ${problem.message}` }),
      ...(window === undefined || window.suppressed === 0 ? {} : { suppressed: window.suppressed }),
    });
  };
}
