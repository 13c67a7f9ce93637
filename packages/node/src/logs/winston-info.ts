// A record in the form that winston's formats and transports take.

export const levelSymbol = Symbol.for('level');
export const messageSymbol = Symbol.for('message');
export const splatSymbol = Symbol.for('splat');

/** A redacted log line as data. Observers, and the formats and transports of the service, see it. */
export type LogRecord = Readonly<Record<string, unknown>>;

export interface Info {
  level: string;
  message: unknown;
  [levelSymbol]: string;
  [messageSymbol]: string;
  [field: string | symbol]: unknown;
}

export function parseLine(line: string): LogRecord {
  return JSON.parse(line) as LogRecord;
}

/** Makes a new object for each call: formats change it. */
export function buildInfo(line: string, level: string): Info {
  const info = parseLine(line) as unknown as Info;
  info[levelSymbol] = level;
  info[messageSymbol] = line.slice(0, -1);
  return info;
}
