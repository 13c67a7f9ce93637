// Cuts a text whose secrets are redacted already.

/**
 * How many characters behind the cut of a text must be searched, too. A secret may stand across the cut. It would lose the part by which
 * it is known, and its start would be shown.
 */
export const lookahead = 256;

/**
 * The start of a redacted text, `limit` characters at most. `isWhole`: whether the text has its end. A text without its end may have the
 * start of a secret at the place where it stops, and redaction may have moved that place before the limit: the last {@link lookahead}
 * characters are not shown.
 */
export function cutRedacted(redacted: string, limit: number, isWhole: boolean): string {
  if (isWhole && redacted.length <= limit) return redacted;
  let end = isWhole ? limit : Math.min(limit, Math.max(0, redacted.length - lookahead));
  // The cut must not be between the two units of one character.
  const last = redacted.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end--;
  return redacted.slice(0, end);
}
