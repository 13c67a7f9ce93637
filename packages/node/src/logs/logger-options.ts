import type { DataClass } from '@plinth/catalog';
import type winston from 'winston';
import type { KeepOnError } from '../keep/keep-on-error.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { LineCaps } from './caps.ts';
import type { Destination } from './destination.ts';
import type { LogRecord } from './winston-info.ts';

/** A fault that the caller of the logger does not see. Each kind is reported once. `level`: the logger does not know a record's level. */
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
   * Fields of the active trace and operation as JSON text, `,"trace_id":"…","span_id":"…",…`, or an empty string. It is a text and no
   * object because every line needs it: an object that is only printed would cost as much as the rest of a short line.
   */
  readonly contextFragment: () => string;
  readonly caps?: Partial<LineCaps>;
  /** Where it is given, lines of level `debug` that the level leaves out are written if their request is kept. */
  readonly keepOnError?: KeepOnError | undefined;
  readonly onError: ReportFault;
  /** Gets every line that the logger's level lets through, as data. Without an observer no line is parsed. */
  readonly observer?: (record: LogRecord) => void;
  /** Milliseconds since the epoch. Default: Date.now. */
  readonly now?: () => number;
}

/** A winston logger that can also write business events. */
export interface PlinthLogger extends winston.Logger {
  /**
   * Writes a business event. Nothing else can set the field `event`. The class of a field decides, and not how its value looks. `public`
   * is shown as it is, but not under a secret name. `internal`, also a field without a class, is searched for secrets. `personal` is
   * masked, hashed or removed, as the options say. `secret` is masked or removed.
   */
  writeEvent(
    level: string,
    eventName: string,
    message: string,
    fields: Readonly<Record<string, unknown>>,
    classes: Readonly<Record<string, DataClass>>,
  ): this;
  /** Writes an event whatever the level is: an auditor must find it. */
  writeAlways(level: string, eventName: string, message: string, fields: Readonly<Record<string, unknown>>): void;
  /**
   * Sets a level over those that the service chose: for all loggers, or for those whose binding `logger` is `name`. Undefined takes it
   * away again. A level for a name beats the level for all. It counts for loggers that exist and for those that are made later.
   */
  overrideLevel(level: string | undefined, name?: string): void;
  /** The level that counts now for this logger, or for the first one with that name. */
  levelOf(name?: string): string;
  /** Names (bindings `logger`) of the loggers in use. */
  names(): readonly string[];
}
