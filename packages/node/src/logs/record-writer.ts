// From a call of the logger to its line. Decides whether the record is wanted, builds it once, and knows what to do when that fails.
import { readCall, readInfo, type Sanitise } from './call-arguments.ts';
import type { KeepLine } from './kept-lines.ts';
import type { Levels } from './levels.ts';
import type { Entry, EventEntry, LineBuilder, Scope } from './line.ts';
import type { ReportFault } from './logger-options.ts';
import type { Outputs } from './outputs.ts';
import { levelSymbol } from './winston-info.ts';
import { scope, threshold, unformatted, type LeveledLogger } from './winston-logger.ts';

export interface RecordWriterParts {
  readonly line: LineBuilder;
  readonly levels: Levels;
  readonly outputs: Outputs;
  readonly sanitise: Sanitise;
  readonly report: ReportFault;
  /** Given where lines below the level may wait with their request. */
  readonly keepLine: KeepLine | undefined;
}

// A getter of a record may log a record whose getter logs, and so on. Deeper records are replaced by a message.
const deepestNesting = 4;

export class RecordWriter {
  readonly #line: LineBuilder;
  readonly #levels: Levels;
  readonly #outputs: Outputs;
  readonly #sanitise: Sanitise;
  readonly #report: ReportFault;
  readonly #keepLine: KeepLine | undefined;
  /** How many records are being built now, one inside of the other. */
  #nesting = 0;

  constructor({ line, levels, outputs, sanitise, report, keepLine }: RecordWriterParts) {
    this.#line = line;
    this.#levels = levels;
    this.#outputs = outputs;
    this.#sanitise = sanitise;
    this.#report = report;
    this.#keepLine = keepLine;
  }

  /** Whether anything takes records of this level. */
  isOn(logger: LeveledLogger, number: number | undefined): boolean {
    if (number === undefined) return false;
    return number <= logger[threshold] || (!this.#outputs.direct && this.#outputs.isTransported(number));
  }

  /** `logger.info(message, meta)`. This way must be fast. */
  text(logger: LeveledLogger, level: string, message: string, meta: object | undefined): void {
    const outputs = this.#outputs;
    if (
      outputs.direct &&
      logger.format === unformatted &&
      outputs.observer === undefined &&
      !logger.silent &&
      !outputs.builtIn.silent &&
      logger.defaultMeta === null &&
      this.#nesting === 0 &&
      (this.#keepLine === undefined || this.#levels.isWritten(logger, this.#levels.numbers[level] ?? 0))
    ) {
      let text: string;
      this.#nesting = 1;
      try {
        text = this.#line.buildText(level, message, meta, logger[scope]);
      } catch (thrown) {
        text = this.#buildFault(level, thrown);
      } finally {
        this.#nesting = 0;
      }
      outputs.write(text, level);
    } else this.#write(logger, level, () => this.#line.buildText(level, message, meta, this.#scopeOf(logger)));
  }

  /** `logger.info(message, ...rest)` in any other form. */
  call(logger: LeveledLogger, level: string, message: unknown, rest: readonly unknown[]): void {
    this.#entry(logger, level, () => readCall(message, rest, this.#sanitise));
  }

  /** A record in one object, which names its level. */
  info(logger: LeveledLogger, info: object): void {
    this.fields(logger, readLevel(info), info);
  }

  /** A record in one object, of the level that is given. */
  fields(logger: LeveledLogger, level: string, info: object): void {
    this.#entry(logger, level, () => readInfo(info, this.#sanitise));
  }

  /** A business event; `always`: whatever the level is. */
  event(logger: LeveledLogger, level: string, event: EventEntry, always: boolean): void {
    if (always || this.isOn(logger, this.#levels.numbers[level])) {
      this.#write(logger, level, () => this.#line.buildEvent(level, event, this.#scopeOf(logger)), always);
    }
  }

  #entry(logger: LeveledLogger, level: string, read: () => Entry): void {
    const number = this.#levels.numbers[level];
    if (number === undefined) this.#report('level', new Error(`unknown log level ${JSON.stringify(level)}`));
    else if (this.isOn(logger, number)) this.#write(logger, level, () => this.#line.build(level, read(), this.#scopeOf(logger)));
  }

  /** The way for everything else: records that are logged while a record is built, and transports and formats of the service. */
  #write(logger: LeveledLogger, level: string, build: () => string, always = false): void {
    if (logger.silent) return;
    const outputs = this.#outputs;
    this.#nesting++;
    try {
      const number = this.#levels.numbers[level] ?? 0;
      if (this.#nesting > deepestNesting) outputs.writeOwn(this.#line.buildOwn(level, 'logged while it was being logged'), level);
      else if (this.#keepLine === undefined || always || this.#levels.isWritten(logger, number) || outputs.isTransported(number)) {
        outputs.deliver(logger, level, this.#buildSafely(level, build), always);
      } else {
        const writeLater = (text: string): void => outputs.deliver(logger, level, text, true);
        this.#keepLine(() => this.#buildSafely(level, build), writeLater);
      }
    } finally {
      this.#nesting--;
    }
  }

  #buildSafely(level: string, build: () => string): string {
    try {
      return build();
    } catch (thrown) {
      return this.#buildFault(level, thrown);
    }
  }

  #buildFault(level: string, thrown: unknown): string {
    this.#report('line', thrown);
    return this.#line.buildOwn(level, '[Unserializable: the record could not be built]');
  }

  #scopeOf(logger: LeveledLogger): Scope | undefined {
    return logger.defaultMeta === null
      ? logger[scope]
      : this.#line.buildScope({ ...logger.defaultMeta, ...logger[scope]?.bindings }, logger[scope]);
  }
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
