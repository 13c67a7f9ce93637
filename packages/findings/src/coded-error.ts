// The contract between the packages that throw and the command line that ends with an exit code.
import { joinExits, type ErrorTable, type ExitKind } from './error-table.ts';
import { renderProblem, type Problem } from './problem.ts';

/** An error that a user can do something about. Its message says what was expected, what arrived and what to do. */
export interface CodedError extends Error {
  /** A code of the error table of the package that throws. */
  readonly code: string;
  /** Everything that is wrong, not only the first thing. */
  readonly problems: readonly (string | Problem)[];
  readonly exit: ExitKind;
}

/** Recognises the contract by its shape, because packages that are bundled cannot share a class. */
export function isCodedError(error: unknown): error is CodedError {
  if (!(error instanceof Error)) return false;
  const { code, problems, exit } = error as Partial<CodedError>;
  return typeof code === 'string' && Array.isArray(problems) && (exit === 'findings' || exit === 'usage' || exit === 'environment');
}

/** An error of one code. Its message is the row of the code, with each problem on a line of its own. */
export class TableError<Code extends string = string> extends Error implements CodedError {
  override readonly name: string = 'TableError';
  readonly code: Code;
  readonly problems: readonly string[];
  readonly exit: ExitKind;

  constructor(table: Pick<ErrorTable, Code>, code: Code, problems: readonly string[] = [], options?: ErrorOptions) {
    const { message, remedy, exit } = table[code];
    super(`${code}: ${message}${problems.map((problem) => `\n  - ${problem}`).join('')}\n  ${remedy}`, options);
    this.code = code;
    this.problems = problems;
    this.exit = exit;
  }
}

/** An error of several problems, each with a code of its own. Its message has one problem a line. */
export class ProblemsError<P extends Problem & { readonly code: string } = Problem & { readonly code: string }>
  extends Error
  implements CodedError
{
  override readonly name: string = 'ProblemsError';
  /** The code of the first problem. */
  readonly code: P['code'];
  readonly problems: readonly P[];
  /** The strongest exit kind of the problems. */
  readonly exit: ExitKind;

  constructor(table: Pick<ErrorTable, P['code']>, problems: readonly P[], options?: ErrorOptions) {
    const [first] = problems;
    if (first === undefined)
      throw new RangeError('expected at least one problem, got none; throw this error only where something is wrong');
    super(problems.map(renderProblem).join('\n'), options);
    this.code = first.code;
    this.problems = problems;
    this.exit = joinExits(problems.map(({ code }) => table[code as P['code']].exit));
  }
}
