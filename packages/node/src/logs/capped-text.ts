// Cuts, redacts and quotes the strings of a line.
import type { Redaction } from '../redaction/redact.ts';
import { quote } from './json-text.ts';
import type { Walk } from './walk.ts';

type Redact = (text: string) => string;

// A secret may stand across the cut of a text, and would lose the part by which it is known. So more is scanned than is shown.
const lookahead = 256;
// An escape turns one character into six at most.
const longestEscape = 6;

/** A string as JSON: `longest` characters at most, and no more than the line has room for. A cut is shown as `…[truncated 12345]`. */
export function createCappedText(redaction: Redaction, longest: number): (text: string, walk: Walk, redact?: Redact) => string {
  return (text, walk, redact = redaction.redactText) => {
    const limit = Math.max(0, Math.min(longest, walk.budget));
    let quoted = quote(text.length <= limit ? redact(text) : cut(text, limit, redact));
    if (quoted.length > walk.budget + lookahead) quoted = quote(cut(text, Math.floor(limit / longestEscape), redact));
    walk.budget -= quoted.length;
    return quoted;
  };
}

function cut(text: string, limit: number, redact: Redact): string {
  const isScannedWhole = text.length <= limit + lookahead;
  const scanned = redact(isScannedWhole ? text : text.slice(0, limit + lookahead));
  if (isScannedWhole && scanned.length <= limit) return scanned;
  let end = isScannedWhole ? limit : Math.min(limit, Math.max(0, scanned.length - lookahead));
  // The cut must not be between the two units of one character.
  const last = scanned.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end--;
  return `${scanned.slice(0, end)}…[truncated ${Math.max(text.length, scanned.length) - end}]`;
}
