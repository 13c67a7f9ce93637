/** What a rule says about one place of a config. */
export interface Finding {
  /** `C001` … */
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** As a user would write it: `processors.memory_limiter.check_interval`. */
  readonly path: string;
  /** What is wrong, in the user's words. */
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
  /** Where the rule comes from. */
  readonly source: string;
  readonly fix?: Fix;
}

/** Replaces characters from `start` to `end` (offsets in the file). Only where the meaning cannot change. */
export interface Fix {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
