// The rows that every package's table of errors is made of.

/**
 * What an error means for the exit code of a command.
 * `findings`: something is wrong with what the command looked at.
 * `usage`: the command was called in a wrong way.
 * `environment`: something is missing on this machine.
 */
export type ExitKind = 'findings' | 'usage' | 'environment';

/** What a code means, and what its reader does about it. Both are parts of a sentence, without a capital and a full stop. */
export interface CodeRow {
  readonly message: string;
  readonly remedy: string;
}

/** A code that a command can end with. */
export interface ErrorRow extends CodeRow {
  readonly exit: ExitKind;
  /** The HTTP status that a client gets for this error. Absent where no request is involved. */
  readonly status?: number;
}

/** The messages of a package by code. A code is never reused. */
export type CodeTable = Readonly<Record<string, CodeRow>>;

/** The errors of a package by code. A code is never reused. */
export type ErrorTable = Readonly<Record<string, ErrorRow>>;

const strength: readonly ExitKind[] = ['findings', 'usage', 'environment'];

/** The exit kind of several errors together: a missing program counts more than a wrong call, and a wrong call more than a finding. */
export function joinExits(exits: readonly ExitKind[]): ExitKind {
  return strength.findLast((exit) => exits.includes(exit)) ?? 'findings';
}
