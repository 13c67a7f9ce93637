// What the SDK has to say about itself, through the service's own logger: coded, and one line a minute at most for each code and place.
import { errorTable, type ErrorCode, type NoticeRow, type Problem } from './errors.ts';

export type Notify = (code: ErrorCode, problem?: Problem) => void;

type Fields = Readonly<Record<string, unknown>>;

export interface NoticeSink {
  error(message: string, fields: Fields): void;
  warn(message: string, fields: Fields): void;
  info(message: string, fields: Fields): void;
}

export interface Notices {
  /** Says that something is wrong. */
  readonly notify: Notify;
  /** Says something that is no fault. */
  readonly tell: (message: string, fields: Fields) => void;
  /** Names the logger: the stages before it have notices, too. What was said until now is written first. */
  attach(sink: NoticeSink): void;
}

const windowMs = 60_000;
const mostWindows = 500;
const mostWaiting = 100;

/** `clock`: milliseconds. */
export function createNotices(clock: () => number = Date.now): Notices {
  const windows = new Map<string, { until: number; suppressed: number }>();
  let attached: NoticeSink | undefined;
  let waiting: ((sink: NoticeSink) => void)[] = [];
  const write = (say: (sink: NoticeSink) => void): void => {
    if (attached !== undefined) say(attached);
    else if (waiting.length < mostWaiting) waiting.push(say);
  };
  return {
    notify(code, problem) {
      const now = clock();
      const key = problem === undefined ? code : `${code} ${problem.path}`;
      const window = windows.get(key);
      if (window !== undefined && now < window.until) {
        window.suppressed++;
        return;
      }
      // Places are few: signals, metrics, hooks. A fault that names ever new places must not let this grow for ever.
      if (windows.size >= mostWindows) windows.clear();
      windows.set(key, { until: now + windowMs, suppressed: 0 });
      const { message, remedy, level = 'warn' } = errorTable[code] as NoticeRow;
      const fields = {
        code,
        remedy,
        ...(problem === undefined ? {} : { problem: `${problem.path}: ${problem.message}` }),
        ...(window === undefined || window.suppressed === 0 ? {} : { suppressed: window.suppressed }),
      };
      write((sink) => sink[level](`${code}: ${message}`, fields));
    },
    tell: (message, fields) => write((sink) => sink.info(message, fields)),
    attach(sink) {
      attached = sink;
      for (const say of waiting) say(sink);
      waiting = [];
    },
  };
}

/** The sink of a process whose stdout belongs to somebody else: `node -p`. What is no fault is not said. */
export function createTextSink(write: (text: string) => void): NoticeSink {
  const say = (message: string, { problem, remedy }: Fields): void =>
    write(`plinth: ${message}${typeof problem === 'string' ? `\n  - ${problem}` : ''}\n  ${String(remedy)}\n`);
  return { error: say, warn: say, info: () => {} };
}

/** The text of what was thrown. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'something that has no text';
  }
}
