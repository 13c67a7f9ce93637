// The console, where somebody asks for it: each call is one line of the SDK's logger.
import { formatWithOptions, inspect } from 'node:util';
import type { AdoptionParts } from './adopted-library.ts';

export interface ConsoleLine {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly meta: object | undefined;
}

const levels = {
  log: 'info',
  info: 'info',
  debug: 'debug',
  trace: 'debug',
  warn: 'warn',
  error: 'error',
  assert: 'error',
  dir: 'info',
  table: 'info',
} as const;
type Name = keyof typeof levels;
type Method = (...args: unknown[]) => void;

/**
 * `write` gets each line. What it runs may use the console itself: that goes to the console as it was. So does a line of an adopted logger,
 * which is finished.
 */
export function startConsoleAdoption(write: (line: ConsoleLine) => void, passage: AdoptionParts['passage']): { shutdown: () => void } {
  let isWriting = false;
  const own: Partial<Record<Name, Method>> = {};
  for (const name of Object.keys(levels) as Name[]) {
    // oxlint-disable-next-line no-console -- it is what is adopted
    const before = console[name].bind(console) as Method;
    own[name] = before;
    const adopted: Method = (...args) => {
      if (isWriting || passage.depth > 0) return before(...args);
      if (name === 'assert' && args[0]) return;
      isWriting = true;
      try {
        write(buildLine(name, args));
      } catch {
        before(...args);
      } finally {
        isWriting = false;
      }
    };
    replaceMethod(name, adopted);
  }
  return {
    shutdown() {
      for (const [name, method] of Object.entries(own)) replaceMethod(name as Name, method);
    },
  };
}

function replaceMethod(name: Name, method: Method): void {
  // oxlint-disable-next-line no-console -- it is what is adopted
  (console as unknown as Record<Name, Method>)[name] = Object.defineProperty(method, 'name', { value: name });
}

function buildLine(name: Name, given: readonly unknown[]): ConsoleLine {
  const level = levels[name];
  const args = name === 'assert' ? describeAssertion(given.slice(1)) : given;
  const [first, second] = args;
  const isText = typeof first === 'string' && !first.includes('%');
  if (name === 'dir')
    return { level, message: inspect(first, { ...oneLine, customInspect: false, ...(second as object) }), meta: undefined };
  if (name === 'table') return { level, message: 'table', meta: { table: first } };
  if (name === 'trace') return { level, message: format(args), meta: { stack: new Error('trace').stack } };
  if (args.length === 1 && first instanceof Error) return { level, message: first.message, meta: { error: first } };
  if (args.length === 2 && isText && second instanceof Error) return { level, message: first, meta: { error: second } };
  if (args.length === 2 && isText && isPlain(second)) return { level, message: first, meta: second };
  return { level, message: format(args), meta: undefined };
}

/** As Node words it. */
function describeAssertion([first, ...rest]: readonly unknown[]): readonly unknown[] {
  if (typeof first === 'string') return [`Assertion failed: ${first}`, ...rest];
  return first === undefined ? ['Assertion failed'] : ['Assertion failed', first, ...rest];
}

const oneLine = { breakLength: Number.POSITIVE_INFINITY };

function format(args: readonly unknown[]): string {
  return formatWithOptions(oneLine, ...args);
}

function isPlain(item: unknown): item is object {
  return typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype;
}
