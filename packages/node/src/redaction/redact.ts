// One redaction for logs and traces: by the name of a field, and by what a text looks like.
import { redactPairs } from './pairs.ts';
import { containerPatterns, valuePatterns } from './patterns.ts';
import { createSecretKeyRule } from './secret-keys.ts';
import { createParameterRule, redactQuery } from './url-query.ts';

/** What stands where the value of a secret key was. */
export const redactedMarker = '[REDACTED]';

export interface RedactionOptions {
  /** Names of fields, attributes and query parameters that are never redacted by their name; spelling and case do not matter. */
  readonly allowKeys: readonly string[];
}

export interface Redaction {
  /** Whether the value of a field with this name must not be shown. Cached: costs one map lookup for a known key. */
  readonly isSecretKey: (key: string) => boolean;
  /** `text` with every secret replaced by `[REDACTED]` or `[REDACTED:kind]`. Linear in its length; cut long texts first. */
  readonly redactText: (text: string) => string;
  /** The same for `Error.stack`: lines that are plainly stack frames are not scanned. */
  readonly redactStack: (stack: string) => string;
  /** The same for a URL's query, with or without its `?`: values of secret names, and secrets that are percent-encoded. */
  readonly redactUrlQuery: (query: string) => string;
}

// The shortest secret that a pattern knows is an e-mail address like a@b.io.
const shortestSecret = 6;
// A character that every secret has: one that joins a name and a value, or one that a word of a sentence does not have.
const tellingCharacter = /[\d@=:%_\-./+~]|[A-Za-z][A-Z]/;
const frameStart = '\n    at ';
// A path or URL in a frame needs one of these to hold a secret.
const frameRisk = /[?=@%]/;

export function createRedaction(options: RedactionOptions): Redaction {
  const isSecretKey = createSecretKeyRule(options.allowKeys);
  const isSecretParameter = createParameterRule(isSecretKey, options.allowKeys);

  function redactText(text: string): string {
    if (text.length < shortestSecret || !tellingCharacter.test(text)) return text;
    let result = text;
    for (const pattern of containerPatterns) if (pattern.mayMatch(text)) result = pattern.redact(result);
    if (text.includes('=') || text.includes(':')) result = redactPairs(result, isSecretKey, isSecretParameter);
    for (const pattern of valuePatterns) if (pattern.mayMatch(text)) result = pattern.redact(result);
    return result;
  }

  function redactStack(stack: string): string {
    const firstFrame = stack.indexOf(frameStart);
    if (firstFrame === -1) return redactText(stack);
    const tail = stack.slice(firstFrame);
    return redactText(stack.slice(0, firstFrame)) + (holdsOnlyFrames(tail) ? tail : redactText(tail));
  }

  return {
    isSecretKey,
    redactText,
    redactStack,
    redactUrlQuery: (query) => redactQuery(query, redactedMarker, isSecretParameter, redactText),
  };
}

/** A message that spans lines, or quotes another stack, puts its text between the frames. */
function holdsOnlyFrames(tail: string): boolean {
  for (let line = 0; line !== -1; line = tail.indexOf('\n', line + 1)) if (!tail.startsWith(frameStart, line)) return false;
  return !frameRisk.test(tail);
}
