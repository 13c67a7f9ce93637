export const exitCodes = {
  ok: 0,
  /** Something is wrong with what was looked at. */
  findings: 1,
  /** Something is wrong with how the command was called. */
  usage: 2,
  /** Something is missing on this machine. */
  environment: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
