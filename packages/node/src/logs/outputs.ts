// Where the lines of a logger go: the built-in destination, the service's own transports, and whoever observes records.
import type { Writable } from 'node:stream';
import type winston from 'winston';
import type { Destination } from './destination.ts';
import { DestinationTransport } from './destination-transport.ts';
import type { Levels } from './levels.ts';
import type { PlinthLoggerOptions, ReportFault } from './logger-options.ts';
import { applyFormat, isolateTransport, writeToTransports } from './user-pipeline.ts';
import { buildInfo, messageSymbol, parseLine } from './winston-info.ts';
import { unformatted, type LeveledLogger } from './winston-logger.ts';

export class Outputs {
  /** Whether every record that is let through goes to the destination, and nowhere else. */
  direct = false;
  /** The level that transports are told while a logger with a level of its own writes. */
  transportLevel: string | undefined;
  readonly builtIn: DestinationTransport;
  readonly observer: PlinthLoggerOptions['observer'];
  readonly #destination: Destination;
  readonly #levels: Levels;
  readonly #report: ReportFault;
  /** The number of `error`: a line this important is written at once. */
  readonly #urgentFrom: number;
  /** The service's own transports. */
  #transports: readonly Writable[] = [];
  #attached = false;

  constructor(destination: Destination, observer: PlinthLoggerOptions['observer'], levels: Levels, report: ReportFault) {
    this.#destination = destination;
    this.#levels = levels;
    this.#report = report;
    this.observer = observer;
    this.#urgentFrom = levels.numbers['error'] ?? 0;
    this.builtIn = new DestinationTransport(destination, () => this.refresh());
  }

  /** The transports that winston is given: the built-in destination alone. */
  get defaultTransports(): winston.transport[] {
    return [this.builtIn as unknown as winston.transport];
  }

  /** Whether the built-in destination still is one of the logger's transports. */
  get attached(): boolean {
    return this.#attached;
  }

  /** Keeps faults of a new transport away from the logger. */
  isolate(transport: Writable): void {
    if (transport !== (this.builtIn as Writable)) isolateTransport(transport, this.#report);
  }

  /** Takes over the transports that the logger has now. */
  replace(transports: readonly Writable[]): void {
    this.#attached = transports.includes(this.builtIn);
    this.#transports = transports.filter((transport) => transport !== this.builtIn);
    this.refresh();
  }

  refresh(): void {
    this.direct = this.#attached && this.#transports.length === 0 && this.builtIn.level === undefined;
  }

  /** Whether a transport has a level of its own that lets the record through. */
  isTransported(number: number): boolean {
    return [this.builtIn, ...this.#transports].some((transport) => number <= this.#thresholdOf(transport));
  }

  /** Writes the line to the destination, and to nothing else. */
  write(text: string, level: string): void {
    this.#destination.write(text, level, (this.#levels.numbers[level] ?? 0) <= this.#urgentFrom);
  }

  /** Writes a line of the logger itself, never at once. */
  writeOwn(text: string, level: string): void {
    this.#destination.write(text, level, false);
  }

  /** Hands the line to everything that takes it; `always`: whatever the level is. */
  deliver(logger: LeveledLogger, level: string, text: string, always: boolean): void {
    const { builtIn, observer } = this;
    const number = this.#levels.numbers[level] ?? 0;
    const isWanted = always || this.#levels.isWritten(logger, number);
    if (isWanted && observer !== undefined) this.#observe(observer, text);
    const toDestination =
      this.#attached &&
      builtIn.silent !== true &&
      (always || (builtIn.level === undefined ? isWanted : number <= this.#thresholdOf(builtIn)));
    const isFormatted = logger.format !== unformatted;
    if (!isFormatted && toDestination) this.write(text, level);
    if (!isFormatted && this.#transports.length === 0) return;
    const info = isFormatted ? applyFormat(logger.format, text, level, this.#report) : buildInfo(text, level);
    if (info === undefined) return;
    if (isFormatted && toDestination) this.write(`${info[messageSymbol]}\n`, level);
    const outerLevel = this.transportLevel;
    this.transportLevel = this.#levels.of(logger);
    writeToTransports(this.#transports, info, this.#report);
    this.transportLevel = outerLevel;
  }

  #thresholdOf(transport: Writable): number {
    const { level } = transport as { level?: unknown };
    return typeof level === 'string' ? (this.#levels.numbers[level] ?? -1) : -1;
  }

  #observe(observer: NonNullable<PlinthLoggerOptions['observer']>, text: string): void {
    try {
      observer(parseLine(text));
    } catch (thrown) {
      this.#report('observer', thrown);
    }
  }
}
