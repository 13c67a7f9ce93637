/** What a rule says about one place of a config. */
export interface Finding {
  /** `C001` … */
  readonly id: string;
  readonly severity: Severity;
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
  /** Edits that belong together: all are made, or none. */
  readonly fixes?: readonly Fix[];
}

export type Severity = 'error' | 'warning' | 'info';

/** Replaces characters from `start` to `end` (offsets in the file). Only where the meaning cannot change. */
export interface Fix {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
