// What a rule is about, for a person who asks.
import type { Severity } from './finding.ts';
import type { RuleRow, RuleText } from './rule.ts';

/** A rule as data: what `explain` prints as JSON. */
export interface Explanation {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly remedy: string;
  readonly source: string;
  /** The checks of a rule that has several. */
  readonly checks?: readonly (RuleText & { readonly check: string })[];
}

/** The words of a rule. A rule with several checks has the words of all of them, each once. */
export function explainRule(row: RuleRow): Explanation {
  const { id, title, severity, source, messages } = row;
  if (messages === undefined) return { id, title, severity, why: row.why, remedy: row.remedy, source };
  const texts = Object.values(messages);
  const join = (words: readonly string[]): string => [...new Set(words)].join(' ');
  return {
    id,
    title,
    severity,
    why: join(texts.map(({ why }) => why)),
    remedy: join(texts.map(({ remedy }) => remedy)),
    source,
    checks: Object.entries(messages).map(([check, { title: what, why, remedy }]) => ({ check, title: what, why, remedy })),
  };
}

/** One rule for a terminal: its words, those of each check where there are several, and where to read on. */
export function renderExplanation(row: RuleRow): string {
  const { id, title, severity, why, remedy, source, checks } = explainRule(row);
  const texts = checks?.map((check) => `${check.title}\n  Why: ${check.why}\n  Do: ${check.remedy}`) ?? [`Why: ${why}`, `Do: ${remedy}`];
  return `${[`${id} ${title} (${severity})`, ...texts, `See: ${source}`].join('\n\n')}\n`;
}

/** All rules for a terminal, one a line. */
export function renderRuleList(rows: readonly RuleRow[]): string {
  return rows.map(({ id, severity, title }) => `${id} ${severity.padEnd(7)} ${title}\n`).join('');
}
