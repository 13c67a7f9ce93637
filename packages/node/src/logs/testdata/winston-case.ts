// One test case of winston's own suite, asked of winston's logger and of this one.
import { vi } from 'vitest';
import winston from 'winston';
import { levelSymbol, messageSymbol, splatSymbol, type Info } from '../winston-info.ts';
import { KeepingTransport } from './keeping-transport.ts';
import { createTestLogger } from './test-logger.ts';

/** Makes a logger as winston.createLogger does. */
export type Create = (options?: winston.LoggerOptions) => winston.Logger;

interface Asked {
  /** What the case looks at, as plain data. */
  readonly observe: (create: Create) => unknown;
}

export type Verdict =
  /** `expected` is what upstream's assertion says; both loggers give it. */
  | (Asked & { readonly is: 'same'; readonly expected: unknown })
  | (Asked & { readonly is: 'differs'; readonly winston: unknown; readonly plinth: unknown; readonly why: string })
  | { readonly is: 'out of scope'; readonly why: string };

/** File and title as in winston 3.19.0, describe blocks joined by ` > `. */
export type WinstonCase = Verdict & { readonly file: string; readonly title: string };

export function same(title: string, expected: unknown, observe: Asked['observe']): Verdict & { readonly title: string } {
  return { is: 'same', title, expected, observe };
}

export function differs(
  title: string,
  sides: { readonly winston: unknown; readonly plinth: unknown; readonly why: string },
  observe: Asked['observe'],
): Verdict & { readonly title: string } {
  return { is: 'differs', title, ...sides, observe };
}

export function outOfScope(title: string, why: string): Verdict & { readonly title: string } {
  return { is: 'out of scope', title, why };
}

export function casesOf(file: string, cases: readonly (Verdict & { readonly title: string })[]): readonly WinstonCase[] {
  return cases.map((row) => ({ ...row, file }));
}

export const createWinston: Create = (options) => winston.createLogger(options);

/** This logger takes its destination and redaction when it is made; the rest is what a service passes to `configure`. */
export const createOurs: Create = (options = {}) => {
  const { levels, ...settings } = options;
  const { logger } = createTestLogger(levels === undefined ? {} : { levels: levels as Record<string, number> });
  logger.configure({ transports: [], ...settings });
  return logger;
};

// What every line has here and no line has there.
const added = new Set(['timestamp', 'severity_number', 'service.name']);

function viewFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !added.has(key)));
}

/** What the transports of a logger were handed: fields, and the symbols that formats and transports read. */
export function collect(create: Create, use: (logger: winston.Logger) => void, options: winston.LoggerOptions = {}): readonly Info[] {
  const transport = new KeepingTransport();
  use(create({ ...options, transports: [transport as never] }));
  return transport.infos;
}

export function fieldsOf(infos: readonly Info[]): readonly Record<string, unknown>[] {
  return infos.map(viewFields);
}

/** The text of each record as data. */
export function jsonOf(infos: readonly Info[]): readonly Record<string, unknown>[] {
  return infos.map((info) => viewFields(JSON.parse(info[messageSymbol]) as object));
}

export function symbolsOf(info: Info | undefined): { level: unknown; text: unknown; splat: unknown } {
  return { level: info?.[levelSymbol], text: info?.[messageSymbol], splat: info?.[splatSymbol] };
}

/** What `run` returns, and the arguments of each console.error. */
export function listenToConsole<T>(run: () => T): { readonly result: T; readonly said: readonly unknown[][] } {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    return { result: run(), said: [...spy.mock.calls] };
  } finally {
    spy.mockRestore();
  }
}
