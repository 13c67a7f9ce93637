// winston's logger with a way of its own to the destination: one redacted line, built once, without winston's stream and formats.
// They come in when the service adds a transport or sets a format, and see redacted records only.
import type { Transform, Writable } from 'node:stream';
import winston from 'winston';
import { hasTokens, isInfo, isPlainMeta, readCall, readInfo, type Sanitise } from './call-arguments.ts';
import { defaultCaps } from './caps.ts';
import { DestinationTransport } from './destination-transport.ts';
import { createLevelOverrides, LiveSet } from './level-overrides.ts';
import { createLineBuilder, type Entry, type Scope } from './line.ts';
import type { LogFault, PlinthLogger, PlinthLoggerOptions, ReportFault } from './logger-options.ts';
import { createKeepLine } from './kept-lines.ts';
import { createSerializer } from './serializer.ts';
import { createTimestamp } from './timestamp.ts';
import { createWalk } from './walk.ts';
import { applyFormat, isolateTransport, writeToTransports } from './user-pipeline.ts';
import { buildInfo, levelSymbol, messageSymbol, parseLine } from './winston-info.ts';

const threshold = Symbol('threshold');
const written = Symbol('written');
const ownLevel = Symbol('level');
const scope = Symbol('scope');

interface Leveled {
  /** The number of the least important level that is taken: written, or kept with its request. */
  [threshold]: number;
  /** Of the least important level that is written. Set only where lines are kept. */
  [written]: number;
  [ownLevel]: string;
  [scope]: Scope | undefined;
}

/** What is used of winston.Logger. Its own types declare methods as properties, which a class cannot override. */
interface WinstonLogger extends Transform {
  silent: boolean;
  format: winston.Logform.Format;
  levels: Readonly<Record<string, number>>;
  defaultMeta: object | null;
  readonly transports: readonly Writable[];
  configure(options: winston.LoggerOptions): void;
  isLevelEnabled(level: string): boolean;
}
const WinstonLogger = winston.Logger as unknown as new (options: winston.LoggerOptions) => WinstonLogger;

// A record whose getters log, whose getters log …: from here on only its message is written.
const deepestNesting = 4;

/**
 * A winston logger (`instanceof winston.Logger`) that writes one line of JSON for each record to `options.destination`.
 *
 * It never throws into the caller: bad values become placeholders in the line, and what transports, formats and observers of the
 * service throw goes to `options.onError`. A level that is off costs one comparison. Unlike in winston:
 * - names of the line's own fields cannot be set by metadata: they are written as `_level`, `_trace_id`, …
 * - an Error as message, as metadata or under `err` or `error` becomes the field `error`; `message` stays as it was given
 * - a child's binding wins over the parent's, the call over both; a child can have its own level
 * - arguments that are no fields and that no `%s` asks for are kept in the field `args`
 * - `configure` without `transports` keeps the built-in destination; the logger is not readable as a stream
 */
export function createLogger(options: PlinthLoggerOptions): PlinthLogger {
  const { destination, redaction, observer } = options;
  const keepLine = options.keepOnError === undefined ? undefined : createKeepLine(options.keepOnError);
  const caps = { ...defaultCaps, ...options.caps };
  const serializer = createSerializer(redaction, caps);
  const line = createLineBuilder({
    serializer,
    caps,
    timestamp: createTimestamp(options.now ?? Date.now),
    resource: options.resource,
    contextFragment: options.contextFragment,
  });
  const report = createReport(options.onError);
  const sanitise: Sanitise = (value) => JSON.parse(serializer.value(value, createWalk(caps.line)) ?? 'null');
  const unformatted = winston.format((info) => info)();
  const builtIn = new DestinationTransport(destination, refresh);
  const builtInTransports = [builtIn as unknown as winston.transport];

  let levels = copyLevels(options.levels ?? winston.config.npm.levels);
  const urgentFrom = levels['error'] ?? 0;
  let transports: readonly Writable[] = [];
  let attached = false;
  /** Whether every record that is let through goes to the destination, and nowhere else. */
  let direct = false;
  let nesting = 0;
  /** While a child with a level of its own writes, that is the level which transports ask the logger for. */
  let transportLevel: string | undefined;
  const overrides = createLevelOverrides();
  /** Loggers with a level or a name of their own: all that an override may have to change. */
  const tracked = new LiveSet<WinstonLogger & Leveled>();

  class PlinthLoggerClass extends WinstonLogger {
    declare [threshold]: number;
    declare [written]: number;
    declare [ownLevel]: string;
    declare [scope]: Scope | undefined;

    get level(): string {
      return transportLevel ?? levelOf(this);
    }

    // Also run by winston's constructor, before this class could initialise anything.
    set level(level: string) {
      if (!Object.hasOwn(this, ownLevel)) tracked.add(this);
      this[ownLevel] = level;
      if (overrides.active) applyLevels();
      else setThreshold(this, this.levels[level] ?? -1);
    }

    override configure(settings: winston.LoggerOptions = {}): void {
      const keep = settings.transports === undefined && attached;
      super.configure(keep ? { ...settings, transports: builtInTransports } : settings);
      levels = copyLevels(this.levels);
      refresh();
    }

    override pipe<T extends NodeJS.WritableStream>(target: T, settings?: { end?: boolean }): T {
      const transport = target as unknown as Writable;
      if (transport !== builtIn) isolateTransport(transport, report);
      const piped = super.pipe(target, settings);
      findTransports(this);
      return piped;
    }

    override unpipe(target?: NodeJS.WritableStream): this {
      super.unpipe(target);
      findTransports(this);
      return this;
    }

    child(bindings: object): this {
      const child = Object.create(this) as this;
      child[scope] = line.buildScope(bindings, this[scope]);
      if (child[scope].name !== this[scope]?.name) {
        tracked.add(child);
        if (overrides.active) applyLevel(child);
      }
      return child;
    }

    log(level: unknown, message?: unknown, ...rest: unknown[]): this {
      if (typeof level === 'object' && level !== null) writeInfo(this, level);
      else if (rest.length === 0 && typeof message === 'object' && message !== null) {
        writeEntry(this, String(level), () => readInfo(message, sanitise));
      } else writeCall(this, String(level), message, rest);
      return this;
    }

    override write(info: unknown, encoding?: unknown, callback?: unknown): boolean {
      if (typeof info === 'object' && info !== null) writeInfo(this, info);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    }

    writeEvent(...[level, name, message, fields, classes]: Parameters<PlinthLogger['writeEvent']>): this {
      if (isOn(this, levels[level])) {
        write(this, level, () => line.buildEvent(level, { name, message, fields, classes }, scopeOf(this)));
      }
      return this;
    }

    override isLevelEnabled(level: string): boolean {
      return keepLine === undefined ? super.isLevelEnabled(level) : isOn(this, levels[level]);
    }

    writeAlways(...[level, name, message, fields]: Parameters<PlinthLogger['writeAlways']>): void {
      write(this, level, () => line.buildEvent(level, { name, message, fields, classes: {} }, scopeOf(this)), true);
    }

    overrideLevel(level: string | undefined, name?: string): void {
      overrides.set(level, name);
      applyLevels();
    }

    levelOf(name?: string): string {
      return levelOf(name === undefined ? this : (tracked.items().find((logger) => logger[scope]?.name === name) ?? this));
    }

    names(): readonly string[] {
      return [...new Set(tracked.items().flatMap((logger) => logger[scope]?.name ?? []))].toSorted();
    }
  }

  type Logger = PlinthLoggerClass;

  function levelOf(logger: Leveled): string {
    return overrides.find(logger[scope]?.name) ?? logger[ownLevel];
  }

  function applyLevels(): void {
    for (const logger of tracked.items()) applyLevel(logger);
  }

  /** The threshold is kept where it is compared with, so that a level that is off costs no more for this. */
  function applyLevel(logger: WinstonLogger & Leveled): void {
    // Without overrides a logger that has no level of its own has that of its parent, also when it changes.
    if (overrides.active || Object.hasOwn(logger, ownLevel)) {
      setThreshold(logger, logger.levels[levelOf(logger)] ?? logger.levels[logger[ownLevel]] ?? -1);
    } else for (const kept of [threshold, written] as const) Reflect.deleteProperty(logger, kept);
  }

  function setThreshold(logger: WinstonLogger & Leveled, number: number): void {
    logger[threshold] = keepLine === undefined ? number : Math.max(number, logger.levels['debug'] ?? number);
    if (keepLine !== undefined) logger[written] = number;
  }

  function isWritten(logger: Logger, number: number): boolean {
    return number <= (keepLine === undefined ? logger[threshold] : logger[written]);
  }

  function findTransports(logger: Logger): void {
    attached = logger.transports.includes(builtIn);
    transports = logger.transports.filter((transport) => transport !== builtIn);
    refresh();
  }

  function refresh(): void {
    direct = attached && transports.length === 0 && builtIn.level === undefined;
  }

  /** Whether anything takes records of this level. */
  function isOn(logger: Logger, number: number | undefined): boolean {
    if (number === undefined) return false;
    return number <= logger[threshold] || (!direct && isTransported(number));
  }

  /** Whether a transport has a level of its own that lets it through. */
  function isTransported(number: number): boolean {
    return [builtIn, ...transports].some((transport) => number <= ownThreshold(transport));
  }

  function ownThreshold(transport: Writable): number {
    const { level } = transport as { level?: unknown };
    return typeof level === 'string' ? (levels[level] ?? -1) : -1;
  }

  /** `logger.info(message, meta)`: the way that must be fast. */
  function writeText(logger: Logger, level: string, message: string, meta: object | undefined): void {
    if (
      direct &&
      logger.format === unformatted &&
      observer === undefined &&
      !logger.silent &&
      !builtIn.silent &&
      logger.defaultMeta === null &&
      nesting === 0 &&
      (keepLine === undefined || isWritten(logger, levels[level] ?? 0))
    ) {
      let text: string;
      nesting = 1;
      try {
        text = line.buildText(level, message, meta, logger[scope]);
      } catch (thrown) {
        text = buildFault(level, thrown);
      } finally {
        nesting = 0;
      }
      destination.write(text, level, (levels[level] ?? 0) <= urgentFrom);
    } else write(logger, level, () => line.buildText(level, message, meta, scopeOf(logger)));
  }

  function writeCall(logger: Logger, level: string, message: unknown, rest: readonly unknown[]): void {
    writeEntry(logger, level, () => readCall(message, rest, sanitise));
  }

  function writeInfo(logger: Logger, info: object): void {
    writeEntry(logger, readLevel(info), () => readInfo(info, sanitise));
  }

  function writeEntry(logger: Logger, level: string, read: () => Entry): void {
    const number = levels[level];
    if (number === undefined) report('level', new Error(`unknown log level ${JSON.stringify(level)}`));
    else if (isOn(logger, number)) write(logger, level, () => line.build(level, read(), scopeOf(logger)));
  }

  /** The way for everything: also what logs while it is being logged, and the service's transports and formats. */
  function write(logger: Logger, level: string, build: () => string, always = false): void {
    if (logger.silent) return;
    nesting++;
    try {
      if (nesting > deepestNesting) destination.write(line.buildOwn(level, 'logged while it was being logged'), level, false);
      else if (keepLine === undefined || always || isWritten(logger, levels[level] ?? 0) || isTransported(levels[level] ?? 0)) {
        deliver(logger, level, buildSafely(level, build), always);
      } else {
        const writeLater = (text: string): void => deliver(logger, level, text, true);
        keepLine(() => buildSafely(level, build), writeLater);
      }
    } finally {
      nesting--;
    }
  }

  function buildSafely(level: string, build: () => string): string {
    try {
      return build();
    } catch (thrown) {
      return buildFault(level, thrown);
    }
  }

  function deliver(logger: Logger, level: string, text: string, always: boolean): void {
    const number = levels[level] ?? 0;
    const isWanted = always || isWritten(logger, number);
    if (isWanted && observer !== undefined) observe(observer, text);
    const toDestination =
      attached && builtIn.silent !== true && (always || (builtIn.level === undefined ? isWanted : number <= ownThreshold(builtIn)));
    const isFormatted = logger.format !== unformatted;
    if (!isFormatted && toDestination) destination.write(text, level, number <= urgentFrom);
    if (!isFormatted && transports.length === 0) return;
    const info = isFormatted ? applyFormat(logger.format, text, level, report) : buildInfo(text, level);
    if (info === undefined) return;
    if (isFormatted && toDestination) destination.write(`${info[messageSymbol]}\n`, level, number <= urgentFrom);
    const outerLevel = transportLevel;
    transportLevel = levelOf(logger);
    writeToTransports(transports, info, report);
    transportLevel = outerLevel;
  }

  function observe(observe: NonNullable<typeof observer>, text: string): void {
    try {
      observe(parseLine(text));
    } catch (thrown) {
      report('observer', thrown);
    }
  }

  function buildFault(level: string, thrown: unknown): string {
    report('line', thrown);
    return line.buildOwn(level, '[Unserializable: the record could not be built]');
  }

  function scopeOf(logger: Logger): Scope | undefined {
    return logger.defaultMeta === null
      ? logger[scope]
      : line.buildScope({ ...logger.defaultMeta, ...logger[scope]?.bindings }, logger[scope]);
  }

  const methods = PlinthLoggerClass.prototype as unknown as Record<string, unknown>;
  for (const level of Object.keys(levels)) {
    if (level === 'log') continue;
    methods[level] = function (this: Logger | undefined, message?: unknown, meta?: unknown, ...rest: unknown[]) {
      const logger = this ?? root;
      const number = levels[level];
      if (number === undefined || (number > logger[threshold] && (direct || !isOn(logger, number)))) return logger;
      if (rest.length > 0) writeCall(logger, level, message, [meta, ...rest]);
      else if (typeof message === 'string' && isPlainMeta(meta) && (meta === undefined || !message.includes('%') || !hasTokens(message))) {
        writeText(logger, level, message, meta);
      } else if (meta === undefined && isInfo(message)) writeEntry(logger, level, () => readInfo(message, sanitise));
      else writeCall(logger, level, message === undefined ? '' : message, meta === undefined ? [] : [meta]);
      return logger;
    };
    methods[`is${level.charAt(0).toUpperCase()}${level.slice(1)}Enabled`] = function (this: Logger | undefined) {
      return (this ?? root).isLevelEnabled(level);
    };
  }

  const root = new PlinthLoggerClass({ level: options.level, levels, format: unformatted, transports: builtInTransports });
  // Without a listener an error of a transport would end the process.
  root.on('error', (thrown) => report('transport', thrown));
  destination.setDropReport((count, byLevel) =>
    line.buildOwn('warn', `${count} log records dropped`, { dropped: count, dropped_by_level: byLevel }),
  );
  return root as unknown as PlinthLogger;
}

/** Without a prototype: `constructor` is no level. */
function copyLevels(levels: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.assign(Object.create(null) as Record<string, number>, levels);
}

function readLevel(info: object): string {
  try {
    const { [levelSymbol]: symbolLevel, level } = info as { [levelSymbol]?: unknown; level?: unknown };
    const found = symbolLevel ?? level;
    return typeof found === 'string' ? found : typeof found;
  } catch {
    return 'unreadable';
  }
}

function createReport(onError: ReportFault): ReportFault {
  const reported = new Set<LogFault>();
  return (kind, error) => {
    if (reported.has(kind)) return;
    reported.add(kind);
    try {
      onError(kind, error);
    } catch {
      // The caller of the logger must not pay for a faulty handler.
    }
  };
}
