// winston's logger as the SDK uses it, and what the SDK adds to each logger.
import type { Transform, Writable } from 'node:stream';
import winston from 'winston';
import type { Scope } from './line.ts';

/** What is used of winston.Logger. Its own types declare methods as properties, which a class cannot override. */
export interface WinstonLogger extends Transform {
  silent: boolean;
  format: winston.Logform.Format;
  levels: Readonly<Record<string, number>>;
  defaultMeta: object | null;
  readonly transports: readonly Writable[];
  configure(options: winston.LoggerOptions): void;
  isLevelEnabled(level: string): boolean;
}

export const WinstonLogger = winston.Logger as unknown as new (options: winston.LoggerOptions) => WinstonLogger;

/** The format of a logger that has no format of the service. It is never run: the SDK's line is final. */
export const unformatted = winston.format((info) => info)();

export const threshold = Symbol('threshold');
export const written = Symbol('written');
export const ownLevel = Symbol('level');
export const scope = Symbol('scope');

/** A logger with its levels as numbers, so that a level that is off costs one comparison. */
export interface LeveledLogger extends WinstonLogger {
  /** The number of the least important level that is taken: its lines are written, or wait with their request. */
  [threshold]: number;
  /** The number of the least important level that is written. Set only where lines may wait with their request. */
  [written]: number;
  /** The level that the service chose. */
  [ownLevel]: string;
  [scope]: Scope | undefined;
}
