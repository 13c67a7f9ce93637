// Keeps the number of series of one metric bounded: a label value outside its definition becomes the overflow value.
// And keeps secrets out of them.

import type { Redaction } from '../redaction/redact.ts';

/** Value that stands for all values beyond a label's limit. */
export const overflowValue = 'overflow';

export interface LabelRule {
  /** The only values allowed, where they are known. */
  readonly values?: readonly string[] | undefined;
  /** How many different values are kept. */
  readonly limit: number;
}

/** What a label value from outside its definition is searched with. */
export type LabelRedaction = Pick<Redaction, 'isSecretKey' | 'conceal' | 'redactText'>;

export type LabelRules = Readonly<Record<string, LabelRule>>;
export type Labels = Readonly<Record<string, string>>;

/**
 * Builds the function that turns the labels of one measurement into labels that may be stored.
 * `onOverflow` is told the label whose value did not fit. `publicLabels` are not searched for secrets.
 */
export function createLabelGuard(
  rules: LabelRules,
  redaction: LabelRedaction,
  onOverflow: (label: string) => void,
  publicLabels: readonly string[] = [],
): (given: Labels) => Record<string, string> {
  const guards = Object.entries(rules).map(([label, rule]) => ({
    label,
    limit: rule.limit,
    closed: rule.values !== undefined,
    seen: new Set(rule.values),
    isSecret: rule.values === undefined && redaction.isSecretKey(label),
    isPublic: publicLabels.includes(label),
  }));
  /** Undefined where the label is to be left out. */
  const clean = (text: string, isSecret: boolean, isPublic: boolean): string | undefined =>
    isSecret ? redaction.conceal(() => text) : isPublic ? text : redaction.redactText(text);
  return (given) => {
    const stored: Record<string, string> = {};
    for (const guard of guards) {
      const value: unknown = given[guard.label];
      // A missing label is the empty label in Prometheus: it is left out.
      if (value === undefined || value === '') continue;
      const text = typeof value === 'string' ? value : String(value);
      if (guard.seen.has(text)) {
        stored[guard.label] = text;
        continue;
      }
      // Only a value that is new pays for the search.
      const shown = guard.closed ? text : clean(text, guard.isSecret, guard.isPublic);
      if (shown === undefined) continue;
      if (!guard.closed && (guard.seen.has(shown) || guard.seen.size < guard.limit)) {
        guard.seen.add(shown);
        stored[guard.label] = shown;
      } else {
        onOverflow(guard.label);
        stored[guard.label] = overflowValue;
      }
    }
    return stored;
  };
}
