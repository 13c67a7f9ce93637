// Query parameters of URLs.
import { decodePercent } from './encoded.ts';
import type { Mark } from './mark.ts';
import type { KeyRule } from './pairs.ts';
import { normaliseKey } from './secret-keys.ts';

// Names that mean a secret in a URL, and something harmless everywhere else.
const queryOnlyNames = new Set(['code', 'key', 'sig', 'session', 'ticket', 'samlresponse', 'assertion', 'hmac']);

/** The key rule, widened by the names that only mean a secret in a URL. */
export function createParameterRule(isSecretKey: KeyRule, allowKeys: readonly string[]): KeyRule {
  const allowed = new Set(allowKeys.map(normaliseKey));
  return (name) => {
    const key = decodePercent(name);
    if (isSecretKey(key)) return true;
    const normalised = normaliseKey(key);
    return queryOnlyNames.has(normalised) && !allowed.has(normalised);
  };
}

/** `query` with the values of secret names marked, and the others decoded and passed through `redactText`. */
export function redactQuery(query: string, mark: Mark, isSecret: KeyRule, redactText: (text: string) => string): string {
  // Split and not matched: a match that needs a "=" looks for it from every character of a query without one.
  return query
    .split(/([?&;])/)
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals === -1) return part;
      const name = part.slice(0, equals);
      const decoded = decodePercent(part.slice(equals + 1).replaceAll('+', ' '));
      if (isSecret(name)) return `${name}=${mark(undefined, decoded)}`;
      const redacted = redactText(decoded);
      return redacted === decoded ? part : `${name}=${redacted.replace(/[&;=#%\s]/g, encodeURIComponent)}`;
    })
    .join('');
}
