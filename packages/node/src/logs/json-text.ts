// Text as a JSON string that is also safe to print.

// Characters that JSON.stringify escapes. It leaves others, on which terminals and viewers act: DEL and C1 controls, line separators,
// and the marks that turn the direction of text.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const needsEscape = /[\u0000-\u001f"\\\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/;
const unescapedByJson = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** `text` in quotes. Lone surrogates, controls and direction marks are written as `\uXXXX`. */
export function quote(text: string): string {
  if (!needsEscape.test(text)) return `"${text}"`;
  const quoted = JSON.stringify(text);
  // A stack needs escapes for its newlines only. To count bytes costs far less than to search for the other characters.
  const isPlain = Buffer.byteLength(text) === text.length && !text.includes('\u007f');
  return isPlain ? quoted : quoted.replace(unescapedByJson, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * The same text in one piece. V8 keeps a string that was put together as a tree of its parts, and each line with that string walks the
 * tree again. For a text that stays this halves the cost of a line. Lone surrogates must be escaped before.
 */
export function flatten(text: string): string {
  return Buffer.from(text).toString();
}
