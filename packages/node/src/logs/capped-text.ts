// Cuts, redacts and quotes the strings of a line.
import { cutRedacted, lookahead } from '../redaction/cut.ts';
import type { Redaction } from '../redaction/redact.ts';
import { quote } from './json-text.ts';
import type { Walk } from './walk.ts';

type Redact = (text: string) => string;

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
  const isWhole = text.length <= limit + lookahead;
  const redacted = redact(isWhole ? text : text.slice(0, limit + lookahead));
  const shown = cutRedacted(redacted, limit, isWhole);
  if (isWhole && shown === redacted) return shown;
  return `${shown}…[truncated ${Math.max(text.length, redacted.length) - shown.length}]`;
}
