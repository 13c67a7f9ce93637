import type { ErrorCode, Problem } from '../errors.ts';

/** One thing that is wrong with how the SDK runs in this process: a code of docs/errors.md, and where it was seen. */
export interface Finding {
  readonly code: ErrorCode;
  readonly problem: Problem;
}
