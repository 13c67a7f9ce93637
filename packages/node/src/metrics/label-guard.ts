// Keeps the number of series of one metric bounded: a label value outside its definition becomes the overflow value.

/** Value that stands for all values beyond a label's limit. */
export const overflowValue = 'overflow';

export interface LabelRule {
  /** The only values allowed, where they are known. */
  readonly values?: readonly string[] | undefined;
  /** How many different values are kept. */
  readonly limit: number;
}

export type LabelRules = Readonly<Record<string, LabelRule>>;
export type Labels = Readonly<Record<string, string>>;

/**
 * Builds the function that turns the labels of one measurement into labels that may be stored.
 * `onOverflow` is told the label whose value did not fit.
 */
export function createLabelGuard(rules: LabelRules, onOverflow: (label: string) => void): (given: Labels) => Record<string, string> {
  const guards = Object.entries(rules).map(([label, rule]) => ({
    label,
    limit: rule.limit,
    closed: rule.values !== undefined,
    seen: new Set(rule.values),
  }));
  return (given) => {
    const stored: Record<string, string> = {};
    for (const guard of guards) {
      const value: unknown = given[guard.label];
      // A missing label is the empty label in Prometheus: it is left out.
      if (value === undefined || value === '') continue;
      const text = typeof value === 'string' ? value : String(value);
      if (guard.seen.has(text)) {
        stored[guard.label] = text;
      } else if (!guard.closed && guard.seen.size < guard.limit) {
        guard.seen.add(text);
        stored[guard.label] = text;
      } else {
        onOverflow(guard.label);
        stored[guard.label] = overflowValue;
      }
    }
    return stored;
  };
}
