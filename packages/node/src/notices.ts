// What the SDK has to say about itself: coded, one line a minute for each code and place at most, through the service's own logger.
import { errorTable, type ErrorCode, type Problem } from './errors.ts';

export type Notify = (code: ErrorCode, problem?: Problem) => void;

const windowMs = 60_000;
const mostWindows = 500;

export interface NoticeSink {
  warn(message: string, metadata: Readonly<Record<string, unknown>>): void;
}

export function createNotify(sink: NoticeSink, clock: () => number = Date.now): Notify {
  const windows = new Map<string, { until: number; suppressed: number }>();
  return (code, problem) => {
    const now = clock();
    const key = problem === undefined ? code : `${code} ${problem.path}`;
    const window = windows.get(key);
    if (window !== undefined && now < window.until) {
      window.suppressed++;
      return;
    }
    // Places are few: signals, metrics, hooks; a fault that names ever new ones must not grow this for ever.
    if (windows.size >= mostWindows) windows.clear();
    windows.set(key, { until: now + windowMs, suppressed: 0 });
    const { message, remedy } = errorTable[code];
    sink.warn(`${code}: ${message}`, {
      code,
      remedy,
      ...(problem === undefined ? {} : { problem: `${problem.path}: ${problem.message}` }),
      ...(window === undefined || window.suppressed === 0 ? {} : { suppressed: window.suppressed }),
    });
  };
}
