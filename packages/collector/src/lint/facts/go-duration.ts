// Durations as Go writes them: `1h30m`, `200ms`. The manifest of a platform has another grammar, which knows days.

const durationUnits: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/**
 * Parses a duration to seconds. undefined: the text is no duration, or a variable. Go reads a bare number as nanoseconds, which
 * nobody means, so only 0 counts.
 */
export function parseGoDuration(value: unknown): number | undefined {
  if (value === 0 || value === '0') return 0;
  if (typeof value !== 'string') return undefined;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(value)) return undefined;
  let seconds = 0;
  for (const [, amount, , unit] of value.matchAll(/(\d+(\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    seconds += Number(amount) * (durationUnits[unit ?? ''] ?? 0);
  }
  return seconds;
}
