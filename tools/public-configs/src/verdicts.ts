// What reading the findings at their places said.

export interface Verdict {
  readonly rule: string;
  /** Findings that were compared with the config they are about, of those that are found today. */
  readonly read: number;
  /** Of them, those about a config that is as its author means it. */
  readonly false: number;
  /** Findings that were false, and are gone since the rule was corrected. */
  readonly corrected: number;
}

export const verdicts: readonly Verdict[] = [];
