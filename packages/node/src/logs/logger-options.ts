import type { DataClass } from '@plinth/catalog';
import type winston from 'winston';
import type { KeepOnError } from '../keep/keep-on-error.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { LineCaps } from './caps.ts';
import type { Destination } from './destination.ts';
import type { LogRecord } from './winston-info.ts';

/** What went wrong beside the caller: each kind is reported once. `level`: a record had a level that the logger does not know. */
export type LogFault = 'transport' | 'format' | 'observer' | 'level' | 'line';

export type ReportFault = (kind: LogFault, error: unknown) => void;

export interface PlinthLoggerOptions {
  /** The least important level that is written. */
  readonly level: string;
  /** Levels and their order, 0 first. Default: winston's npm levels. */
  readonly levels?: Readonly<Record<string, number>>;
  /** Where lines go as long as no transport of the service takes its place. */
  readonly destination: Destination;
  readonly redaction: Redaction;
  /** Attributes of the process that every line carries, under their OpenTelemetry keys. */
  readonly resource: Readonly<Record<string, string>>;
  /**
   * Fields of the active trace and operation as JSON text, `,"trace_id":"…","span_id":"…",…`, or an empty string. Text and not an
   * object: it is needed for every line, and building an object to print it costs as much as the rest of a short line.
   */
  readonly contextFragment: () => string;
  readonly caps?: Partial<LineCaps>;
  /** Where it is given, lines of level `debug` that the level leaves out are written if their request is kept. */
  readonly keepOnError?: KeepOnError | undefined;
  readonly onError: ReportFault;
  /** Sees every line that the logger's level lets through, as data. Without it nothing is parsed. */
  readonly observer?: (record: LogRecord) => void;
  /** Milliseconds since the epoch. Default: Date.now. */
  readonly now?: () => number;
}

/** A winston logger that can also write business events. */
export interface PlinthLogger extends winston.Logger {
  /**
   * Writes a business event: the only way to set the field `event`. The class of a field decides before its look: `public` is
   * shown as it is (but not under a secret name), `internal` (also without a class) is searched for secrets, `personal` is masked, hashed or removed as the options say,
   * `secret` is masked or removed.
   */
  writeEvent(
    level: string,
    eventName: string,
    message: string,
    fields: Readonly<Record<string, unknown>>,
    classes: Readonly<Record<string, DataClass>>,
  ): this;
  /** Writes an event whatever the level is: what an auditor must find. */
  writeAlways(level: string, eventName: string, message: string, fields: Readonly<Record<string, unknown>>): void;
  /**
   * Sets a level over those that the service chose, for all loggers or for those whose binding `logger` is `name`; undefined takes it
   * away again. A name beats all. It counts for loggers that exist and for those made later.
   */
  overrideLevel(level: string | undefined, name?: string): void;
  /** The level that counts now: of this logger, or of the first one with that name. */
  levelOf(name?: string): string;
  /** Names (bindings `logger`) of the loggers in use. */
  names(): readonly string[];
}
