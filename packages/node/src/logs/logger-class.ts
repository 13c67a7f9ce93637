// A class of winston loggers whose records take the SDK's way to their line instead of winston's stream and formats.
import type { Writable } from 'node:stream';
import type winston from 'winston';
import { hasTokens, isInfo, isPlainMeta } from './call-arguments.ts';
import type { Levels } from './levels.ts';
import type { LineBuilder, Scope } from './line.ts';
import type { PlinthLogger } from './logger-options.ts';
import type { Outputs } from './outputs.ts';
import type { RecordWriter } from './record-writer.ts';
import { type ownLevel, scope, threshold, WinstonLogger, type written, type LeveledLogger } from './winston-logger.ts';

export interface LoggerParts {
  readonly line: LineBuilder;
  readonly levels: Levels;
  readonly outputs: Outputs;
  readonly writer: RecordWriter;
  /** Whether lines below the level may wait with their request. */
  readonly keepsLines: boolean;
}

type LoggerClass = new (options: winston.LoggerOptions) => LeveledLogger;

/** The class has a method for each level. `readRoot`: the logger of a method that is called without one, as in `const { info } = logger`. */
export function createLoggerClass(parts: LoggerParts, readRoot: () => LeveledLogger): LoggerClass {
  const { line, levels, outputs, writer, keepsLines } = parts;

  class PlinthLoggerClass extends WinstonLogger implements LeveledLogger {
    declare [threshold]: number;
    declare [written]: number;
    declare [ownLevel]: string;
    declare [scope]: Scope | undefined;

    get level(): string {
      return outputs.transportLevel ?? levels.of(this);
    }

    set level(level: string) {
      levels.set(this, level);
    }

    override configure(settings: winston.LoggerOptions = {}): void {
      const keepsBuiltIn = settings.transports === undefined && outputs.attached;
      super.configure(keepsBuiltIn ? { ...settings, transports: outputs.defaultTransports } : settings);
      levels.replace(this.levels);
      outputs.refresh();
    }

    override pipe<T extends NodeJS.WritableStream>(target: T, settings?: { end?: boolean }): T {
      outputs.isolate(target as unknown as Writable);
      const piped = super.pipe(target, settings);
      outputs.replace(this.transports);
      return piped;
    }

    override unpipe(target?: NodeJS.WritableStream): this {
      super.unpipe(target);
      outputs.replace(this.transports);
      return this;
    }

    child(bindings: object): this {
      const child = Object.create(this) as this;
      child[scope] = line.buildScope(bindings, this[scope]);
      if (child[scope].name !== this[scope]?.name) levels.trackName(child);
      return child;
    }

    log(level: unknown, message?: unknown, ...rest: unknown[]): this {
      if (typeof level === 'object' && level !== null) writer.info(this, level);
      else if (rest.length === 0 && typeof message === 'object' && message !== null) writer.fields(this, String(level), message);
      else writer.call(this, String(level), message, rest);
      return this;
    }

    override write(info: unknown, encoding?: unknown, callback?: unknown): boolean {
      if (typeof info === 'object' && info !== null) writer.info(this, info);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    }

    writeEvent(...[level, name, message, fields, classes]: Parameters<PlinthLogger['writeEvent']>): this {
      writer.event(this, level, { name, message, fields, classes }, false);
      return this;
    }

    writeAlways(...[level, name, message, fields]: Parameters<PlinthLogger['writeAlways']>): void {
      writer.event(this, level, { name, message, fields, classes: {} }, true);
    }

    override isLevelEnabled(level: string): boolean {
      return keepsLines ? writer.isOn(this, levels.numbers[level]) : super.isLevelEnabled(level);
    }

    overrideLevel(level: string | undefined, name?: string): void {
      levels.override(level, name);
    }

    levelOf(name?: string): string {
      return levels.of((name === undefined ? undefined : levels.find(name)) ?? this);
    }

    names(): readonly string[] {
      return levels.names();
    }
  }

  const methods = PlinthLoggerClass.prototype as unknown as Record<string, unknown>;
  for (const level of Object.keys(levels.numbers)) {
    if (level === 'log') continue;
    methods[level] = function (this: LeveledLogger | undefined, message?: unknown, meta?: unknown, ...rest: unknown[]) {
      const logger = this ?? readRoot();
      const number = levels.numbers[level];
      if (number === undefined || (number > logger[threshold] && (outputs.direct || !writer.isOn(logger, number)))) return logger;
      if (rest.length > 0) writer.call(logger, level, message, [meta, ...rest]);
      else if (typeof message === 'string' && isPlainMeta(meta) && (meta === undefined || !message.includes('%') || !hasTokens(message))) {
        writer.text(logger, level, message, meta);
      } else if (meta === undefined && isInfo(message)) writer.fields(logger, level, message);
      else writer.call(logger, level, message === undefined ? '' : message, meta === undefined ? [] : [meta]);
      return logger;
    };
    methods[`is${level.charAt(0).toUpperCase()}${level.slice(1)}Enabled`] = function (this: LeveledLogger | undefined) {
      return (this ?? readRoot()).isLevelEnabled(level);
    };
  }
  return PlinthLoggerClass;
}
