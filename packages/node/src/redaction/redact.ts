// The one redaction of logs, traces and metrics. It knows a secret by the name of its field, or by what the text looks like.
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
  /** Names of fields, attributes and query parameters that are never redacted by their name. Spelling and case do not matter. */
  readonly allowKeys: readonly string[];
  /** What happens to a secret: a marker or a keyed hash stands for it, or its field is removed. Default `mask`. */
  readonly action?: RedactionAction;
  /** The key of the hashes. `hash` needs it. */
  readonly hashKey?: string | undefined;
}

export interface Redaction {
  /** Whether the value of a field with this name must not be shown. The answer is cached: a known key costs one lookup in a map. */
  readonly isSecretKey: (key: string) => boolean;
  /**
   * The text that stands for the value of a secret field. Undefined where the field is to be removed. The value is read only where it is
   * needed. `mask` gives `[REDACTED]`. `hash` gives the hash of a text, number or boolean, and `[REDACTED]` for anything else.
   */
  readonly conceal: (read: () => unknown) => string | undefined;
  /** `text` with `[REDACTED]`, `[REDACTED:kind]` or a hash in the place of each secret. The time is linear in the length: cut long texts first. */
  readonly redactText: (text: string) => string;
  /** The number itself, or a text where the number is a card number. Only a number that is long enough is searched. */
  readonly redactNumber: (value: number) => number | string;
  /** Does for `Error.stack` what `redactText` does for a text. Lines that are plainly stack frames are not searched. */
  readonly redactStack: (stack: string) => string;
  /** Redacts the query of a URL, with or without its `?`: the values of secret names, and secrets that are percent-encoded. */
  readonly redactUrlQuery: (query: string) => string;
}

// The shortest secret that a pattern knows is an e-mail address like a@b.io.
const shortestSecret = 6;
// Each secret has one of these characters. They join a name and a value, or no word of a sentence has them.
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
    // A short text is searched once for all rare signs. In a long text it is faster to look for a sign where it is needed.
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

/** Whether there are only frames. A message of several lines, or one that quotes another stack, puts text between them. */
function holdsOnlyFrames(tail: string): boolean {
  for (let line = 0; line !== -1; line = tail.indexOf('\n', line + 1)) if (!tail.startsWith(frameStart, line)) return false;
  return !frameRisk.test(tail);
}
