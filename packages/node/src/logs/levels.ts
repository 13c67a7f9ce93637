// Which records a logger takes: the level that the service chose, and over it the level that somebody set from outside.
import { ownLevel, scope, threshold, written, type LeveledLogger } from './winston-logger.ts';

const firstPrune = 256;

/** Objects that are still in use. The set itself does not keep them alive. */
export class LiveSet<T extends object> {
  #references: WeakRef<T>[] = [];
  #pruneAt = firstPrune;

  add(item: T): void {
    // A service may make such a logger for each request: references to twice the living loggers are stored at most.
    if (this.#references.length >= this.#pruneAt) {
      this.#references = this.#references.filter((reference) => reference.deref() !== undefined);
      this.#pruneAt = Math.max(firstPrune, this.#references.length * 2);
    }
    this.#references.push(new WeakRef(item));
  }

  items(): T[] {
    return this.#references.flatMap((reference) => reference.deref() ?? []);
  }
}

/** The levels of a logger and of its children. */
export class Levels {
  /** Numbers by level; 0 is the most important level. */
  numbers: Readonly<Record<string, number>>;
  /** Whether lines of level `debug` that are not written are built all the same: they wait with their request. */
  readonly #keepsLines: boolean;
  /** Levels set from outside, by the name of the logger. The level of all loggers has the name `undefined`. */
  readonly #overrides = new Map<string | undefined, string>();
  /** Loggers with a level or a name of their own: an override may have to change each of them. */
  readonly #tracked = new LiveSet<LeveledLogger>();

  constructor(numbers: Readonly<Record<string, number>>, keepsLines: boolean) {
    this.numbers = copyNumbers(numbers);
    this.#keepsLines = keepsLines;
  }

  /** Takes over the levels that the logger was configured with. */
  replace(numbers: Readonly<Record<string, number>>): void {
    this.numbers = copyNumbers(numbers);
  }

  /** Sets the level that the service chose. winston's constructor does this before the logger is complete. */
  set(logger: LeveledLogger, level: string): void {
    if (!Object.hasOwn(logger, ownLevel)) this.#tracked.add(logger);
    logger[ownLevel] = level;
    if (this.#overrides.size > 0) this.#applyAll();
    else this.#setThreshold(logger, logger.levels[level] ?? -1);
  }

  /** A child has got a name of its own. */
  trackName(child: LeveledLogger): void {
    this.#tracked.add(child);
    if (this.#overrides.size > 0) this.#apply(child);
  }

  /** Sets the level of all loggers, or of those of one name. Undefined takes that away again. */
  override(level: string | undefined, name: string | undefined): void {
    if (level === undefined) this.#overrides.delete(name);
    else this.#overrides.set(name, level);
    this.#applyAll();
  }

  /** The level that counts for the logger now. A level set for its name beats the level set for all. */
  of(logger: LeveledLogger): string {
    const name = logger[scope]?.name;
    const named = name === undefined ? undefined : this.#overrides.get(name);
    return named ?? this.#overrides.get(undefined) ?? logger[ownLevel];
  }

  /** The first logger of that name. */
  find(name: string): LeveledLogger | undefined {
    return this.#tracked.items().find((logger) => logger[scope]?.name === name);
  }

  /** Names of the loggers in use, sorted. */
  names(): readonly string[] {
    return [...new Set(this.#tracked.items().flatMap((logger) => logger[scope]?.name ?? []))].toSorted();
  }

  isWritten(logger: LeveledLogger, number: number): boolean {
    return number <= (this.#keepsLines ? logger[written] : logger[threshold]);
  }

  #applyAll(): void {
    for (const logger of this.#tracked.items()) this.#apply(logger);
  }

  #apply(logger: LeveledLogger): void {
    // Without overrides a logger that has no level of its own has the level of its parent, also when that one changes.
    if (this.#overrides.size > 0 || Object.hasOwn(logger, ownLevel)) {
      this.#setThreshold(logger, logger.levels[this.of(logger)] ?? logger.levels[logger[ownLevel]] ?? -1);
    } else for (const key of [threshold, written] as const) Reflect.deleteProperty(logger, key);
  }

  /** The threshold stands in the logger, where it is compared: so an override costs nothing where a level is off. */
  #setThreshold(logger: LeveledLogger, number: number): void {
    logger[threshold] = this.#keepsLines ? Math.max(number, logger.levels['debug'] ?? number) : number;
    if (this.#keepsLines) logger[written] = number;
  }
}

/** Without a prototype: `constructor` is no level. */
function copyNumbers(numbers: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.assign(Object.create(null) as Record<string, number>, numbers);
}
