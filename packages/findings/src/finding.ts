export type Severity = 'error' | 'warning' | 'info';

/** A place in the text of a file. Both numbers count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a rule says about one place of a file. */
export interface Finding extends Position {
  /** The rule: `C001`. */
  readonly id: string;
  readonly severity: Severity;
  readonly file: string;
  /** The path as a user would write it: `processors.memory_limiter.check_interval`. Empty for a whole file. */
  readonly path: string;
  /** What is wrong, in the user's words. */
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
  /** The URL where the rule comes from. */
  readonly source: string;
  /** Edits that belong together: all are made, or none. */
  readonly fixes?: readonly Fix[];
}

/** Replaces the characters from `start` to `end`, which are offsets in the file. A rule offers it only where the meaning cannot change. */
export interface Fix {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
