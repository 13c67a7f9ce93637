/**
 * RFC 3339 in UTC with milliseconds. The text is cached for its millisecond, and its part up to the second for its second. A new text for
 * each line would be the larger part of the cost of a short line.
 */
export function createTimestamp(now: () => number): () => string {
  let lastMs = Number.NaN;
  let text = '';
  let secondStart = Number.NaN;
  let secondText = '';
  return () => {
    const ms = now();
    if (ms === lastMs) return text;
    lastMs = ms;
    const rest = ms % 1000;
    if (ms - rest !== secondStart) {
      secondStart = ms - rest;
      secondText = new Date(secondStart).toISOString().slice(0, 20);
    }
    text = `${secondText}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}Z`;
    return text;
  };
}
