// Levels that somebody sets from outside, for all loggers or for those of one name, over what the service itself chose.

export interface LevelOverrides {
  readonly active: boolean;
  /** The level that counts for a logger of this name; undefined where its own counts. A name beats "all". */
  find(name: string | undefined): string | undefined;
  /** Sets a level, or with undefined takes it away; without a name for all. */
  set(level: string | undefined, name: string | undefined): void;
}

export function createLevelOverrides(): LevelOverrides {
  const byName = new Map<string | undefined, string>();
  return {
    get active() {
      return byName.size > 0;
    },
    find: (name) => (name === undefined ? undefined : byName.get(name)) ?? byName.get(undefined),
    set(level, name) {
      if (level === undefined) byName.delete(name);
      else byName.set(name, level);
    },
  };
}

const firstPrune = 256;

/** Objects that are still in use, without keeping them so. */
export class LiveSet<T extends object> {
  #references: WeakRef<T>[] = [];
  #pruneAt = firstPrune;

  add(item: T): void {
    // A service may make such a logger for each request: twice the living ones are held at most.
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
