/** One thing that is wrong, and where. */
export interface Problem {
  /** A code of an error table. Absent where the error that holds the problem has the code. */
  readonly code?: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The key, option or variable that is wrong: `environments.production.topology`. Empty for the whole file. */
  readonly path: string;
  /** What was expected, and what arrived. */
  readonly message: string;
  /** What to do. */
  readonly remedy?: string;
}

/** Writes a problem on one line, `file:line:column code: path: message; remedy`, without the parts that it does not have. */
export function renderProblem({ code, file, line, column, path, message, remedy }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const head = [place, code].filter((part) => part !== undefined && part !== '').join(' ');
  const text = remedy === undefined ? message : `${message}; ${remedy}`;
  return [head, path, text].filter((part) => part !== '').join(': ');
}
