// How many of a number: 3, all, none, 10%, about 10%, { min, max }.
import type { Amount } from './schema.ts';

/** Standard deviations that a sampled count may be off: one run in 15 000 is further away by chance. */
const DEVIATIONS = 4;

/** Of `total` records in `groups` that are kept or dropped as a whole (traces), how many may be there; `expected` in words. */
export function readAmount(
  amount: Amount,
  total: number,
  groups: number,
): { readonly min: number; readonly max: number; readonly expected: string } {
  if (typeof amount === 'number') return { min: amount, max: amount, expected: String(amount) };
  if (typeof amount === 'object') {
    const { min = 0, max = Number.POSITIVE_INFINITY } = amount;
    return { min, max, expected: max === Number.POSITIVE_INFINITY ? `at least ${min}` : `from ${min} to ${max}` };
  }
  if (amount === 'all') return { min: total, max: total, expected: `all ${total}` };
  if (amount === 'none') return { min: 0, max: 0, expected: 'none' };
  const share = Number(/[\d.]+/.exec(amount)?.[0] ?? 0) / 100;
  const mean = total * share;
  if (!amount.startsWith('about')) return { min: Math.floor(mean), max: Math.ceil(mean), expected: `${amount} of ${total}` };
  const off = DEVIATIONS * Math.sqrt((share * (1 - share)) / Math.max(1, groups)) * total;
  const min = Math.max(0, Math.ceil(mean - off));
  const max = Math.min(total, Math.floor(mean + off));
  return { min, max, expected: `${amount} of ${total}, that is from ${min} to ${max}` };
}

/** How many groups `about` needs so that "none" and "all" would not pass as well; 0 for other amounts. */
export function countNeeded(amount: Amount): number {
  if (typeof amount !== 'string' || !amount.startsWith('about')) return 0;
  const share = Number(/[\d.]+/.exec(amount)?.[0] ?? 0) / 100;
  const rarer = Math.min(share, 1 - share);
  return rarer <= 0 ? 0 : Math.ceil((DEVIATIONS ** 2 * (1 - rarer)) / rarer) + 1;
}
