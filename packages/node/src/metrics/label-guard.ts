// Keeps the number of series of one metric bounded: a label value outside of its definition becomes the overflow value. It also keeps
// secrets out of label values.

import { cutRedacted, lookahead } from '../redaction/cut.ts';
import type { Redaction } from '../redaction/redact.ts';

/** This value stands for all values beyond the limit of a label. */
export const overflowValue = 'overflow';

/** Characters of a value at most. The rest is left out: a value is on each line of its series, for as long as the process lives. */
export const longestLabelValue = 256;

export interface LabelRule {
  /** The only values allowed, where they are known. */
  readonly values?: readonly string[] | undefined;
  /** How many different values the label may have. */
  readonly limit: number;
}

/** A metric with more combinations of known values than this is not shown before it is measured. */
const mostShownEarly = 64;

/** All combinations of label values, where each label has known values, and there are few combinations. Otherwise none. */
export function listKnownLabels(rules: LabelRules): Labels[] {
  let combinations: Labels[] = [{}];
  for (const [label, { values }] of Object.entries(rules)) {
    if (values === undefined || combinations.length * values.length > mostShownEarly) return [];
    combinations = combinations.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value })));
  }
  return combinations;
}

/** The part of redaction that label values are searched with. */
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
  /** The value that is stored. Undefined where the label is left out. */
  const clean = (text: string, isSecret: boolean, isPublic: boolean): string | undefined => {
    if (isSecret) return redaction.conceal(() => text);
    if (isPublic) return cutRedacted(text, longestLabelValue, true);
    if (text.length <= longestLabelValue) return cutRedacted(redaction.redactText(text), longestLabelValue, true);
    const searched = text.slice(0, longestLabelValue + lookahead);
    return cutRedacted(redaction.redactText(searched), longestLabelValue, searched.length < longestLabelValue + lookahead);
  };
  return (given) => {
    const stored: Record<string, string> = {};
    for (const guard of guards) {
      const value: unknown = given[guard.label];
      // In Prometheus an empty label is the same as no label: it is left out.
      if (value === undefined || value === '') continue;
      const text = typeof value === 'string' ? value : String(value);
      if (guard.seen.has(text)) {
        stored[guard.label] = text;
        continue;
      }
      // Only a new value is searched.
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
