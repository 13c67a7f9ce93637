// One redaction for logs, traces and metrics: by the name of a field, and by what a text looks like.
import type { RedactionAction } from '../options/redaction-action.ts';
import { mayBeEncoded, redactElements, redactEncoded } from './encoded.ts';
import { createHashMark, mask, redactedMarker, type Mark } from './mark.ts';
import { isLongNumber } from './numbers.ts';
import { redactPairs } from './pairs.ts';
import { containerPatterns, valuePatterns } from './patterns.ts';
import { createSecretKeyRule } from './secret-keys.ts';
import { createParameterRule, redactQuery } from './url-query.ts';

export { redactedMarker } from './mark.ts';

export interface RedactionOptions {
  /** Names of fields, attributes and query parameters that are never redacted by their name; spelling and case do not matter. */
  readonly allowKeys: readonly string[];
  /** What happens to a secret: a marker or a keyed hash stands for it, or its field is removed. Default `mask`. */
  readonly action?: RedactionAction;
  /** Needed for `hash`. */
  readonly hashKey?: string | undefined;
}

export interface Redaction {
  /** Whether the value of a field with this name must not be shown. Cached: costs one map lookup for a known key. */
  readonly isSecretKey: (key: string) => boolean;
  /**
   * What stands for the value of a secret field, read only where it is needed; undefined where the field is to be removed.
   * `mask`: always `[REDACTED]`. `hash`: the hash of a text, number or boolean, else `[REDACTED]`.
   */
  readonly conceal: (read: () => unknown) => string | undefined;
  /** `text` with every secret replaced by `[REDACTED]`, `[REDACTED:kind]` or its hash. Linear in its length; cut long texts first. */
  readonly redactText: (text: string) => string;
  /** A number that may be a card number is searched. The text is given where something was found, else the number itself. */
  readonly redactNumber: (value: number) => number | string;
  /** The same as `redactText` for `Error.stack`: lines that are plainly stack frames are not scanned. */
  readonly redactStack: (stack: string) => string;
  /** The same as `redactText` for a URL's query, with or without its `?`: values of secret names, and secrets that are percent-encoded. */
  readonly redactUrlQuery: (query: string) => string;
}

// The shortest secret that a pattern knows is an e-mail address like a@b.io.
const shortestSecret = 6;
// A character that every secret has: one that joins a name and a value, or one that a word of a sentence does not have.
const tellingCharacter = /[\d@=:%_\-./+~<]|[A-Za-z][A-Z]/;
const rareSign = /[@%+<(]/;
const longestGlance = 128;
const frameStart = '\n    at ';
// A path or URL in a frame needs one of these to hold a secret.
const frameRisk = /[?=@%]/;

export function createRedaction({ allowKeys, action = 'mask', hashKey }: RedactionOptions): Redaction {
  const isSecretKey = createSecretKeyRule(allowKeys);
  const isSecretParameter = createParameterRule(isSecretKey, allowKeys);
  const mark: Mark = action === 'hash' && hashKey !== undefined ? createHashMark(hashKey) : mask;

  function redactPlain(text: string, hasSign: boolean): string {
    let result = text;
    for (const pattern of containerPatterns) {
      if ((hasSign || pattern.needsSign !== true) && pattern.mayMatch(text)) result = pattern.redact(result, mark);
    }
    if (text.includes('=') || text.includes(':')) result = redactPairs(result, isSecretKey, isSecretParameter, mark);
    if (hasSign && text.includes('</')) result = redactElements(result, isSecretKey, mark);
    for (const pattern of valuePatterns) {
      if ((hasSign || pattern.needsSign !== true) && pattern.mayMatch(text)) result = pattern.redact(result, mark);
    }
    return result;
  }

  function redactText(text: string): string {
    if (text.length < shortestSecret || !tellingCharacter.test(text)) return text;
    // A short text is looked through once for all rare signs; in a long one it is faster to look for each where it is needed.
    const hasSign = text.length > longestGlance || rareSign.test(text);
    if (!hasSign || !mayBeEncoded(text)) return redactPlain(text, hasSign);
    return redactEncoded(text, (decoded) => redactPlain(decoded, true), isSecretParameter, mark);
  }

  function redactStack(stack: string): string {
    const firstFrame = stack.indexOf(frameStart);
    if (firstFrame === -1) return redactText(stack);
    const tail = stack.slice(firstFrame);
    return redactText(stack.slice(0, firstFrame)) + (holdsOnlyFrames(tail) ? tail : redactText(tail));
  }

  function redactNumber(value: number): number | string {
    if (!isLongNumber(value)) return value;
    const digits = String(value);
    const redacted = redactText(digits);
    return redacted === digits ? value : redacted;
  }

  return {
    isSecretKey,
    conceal: createConceal(action, mark),
    redactText,
    redactNumber,
    redactStack,
    redactUrlQuery: (query) => redactQuery(query, mark, isSecretParameter, redactText),
  };
}

function createConceal(action: RedactionAction, mark: Mark): Redaction['conceal'] {
  if (action === 'drop') return () => undefined;
  if (action === 'mask' || mark === mask) return () => redactedMarker;
  return (read) => {
    try {
      const value = read();
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
        ? mark(undefined, String(value))
        : redactedMarker;
    } catch {
      return redactedMarker;
    }
  };
}

/** A message that spans lines, or quotes another stack, puts its text between the frames. */
function holdsOnlyFrames(tail: string): boolean {
  for (let line = 0; line !== -1; line = tail.indexOf('\n', line + 1)) if (!tail.startsWith(frameStart, line)) return false;
  return !frameRisk.test(tail);
}
