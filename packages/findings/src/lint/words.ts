import type { CheckedPlace, Place, RuleRow } from '../rule.ts';
import type { Finding } from '../finding.ts';

/** What a finding says beside its place and its message. */
export type FindingWords = Pick<Finding, 'id' | 'why' | 'remedy' | 'source'>;

/** The words of a finding that the engine itself makes. */
export type EngineWords = FindingWords & Pick<Finding, 'severity'>;

/** The words of a rule, or of the check that found the place. */
export function buildWords(row: RuleRow, place?: Place | CheckedPlace): FindingWords {
  const { id, source, messages } = row;
  if (messages === undefined) return { id, why: row.why, remedy: row.remedy, source };
  const check = place !== undefined && 'check' in place ? place.check : undefined;
  const text = check === undefined ? undefined : messages[check];
  if (text === undefined) throw new RangeError(`expected a check of ${Object.keys(messages).join(', ')} for ${id}, got ${check}`);
  return { id, why: text.why, remedy: text.remedy, source };
}
