// What personal data and secrets look like, in the regular expressions of Go (RE2: no look-around, no back-references).
import type { RedactionClass } from '@plinth/manifest';

const cardIssuers = '(?:4\\d{3}|5[1-5]\\d{2}|2(?:2[2-9]|[3-6]\\d|7[01])\\d|2720|6(?:011|5\\d{2}|4[4-9]\\d)|35(?:2[89]|[3-8]\\d))';

/** Values that are masked wherever they stand. */
const valuePatterns: Readonly<Record<RedactionClass, readonly string[]>> = {
  card: [
    // Sixteen to nineteen digits of an issuer, alone or in groups of four; American Express and Diners in their own groups.
    `\\b${cardIssuers}[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}(?:[ -]?\\d{1,3})?\\b`,
    '\\b3[47]\\d{2}[ -]?\\d{6}[ -]?\\d{5}\\b',
    '\\b3(?:0[0-5]|[68]\\d)\\d[ -]?\\d{6}[ -]?\\d{4}\\b',
  ],
  iban: ['\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\\b'],
  email: [
    '\\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}\\.[A-Za-z]{2,24}\\b',
    '\\b[A-Za-z0-9._%+-]{1,64}%40[A-Za-z0-9.-]{1,255}\\.[A-Za-z]{2,24}\\b',
  ],
  ssn: ['\\b\\d{3}-\\d{2}-\\d{4}\\b'],
  phone: ['\\+\\d{1,3}[ .-]?\\(?\\d{1,4}\\)?(?:[ .-]?\\d{2,4}){2,4}\\b'],
  ip: ['\\b(?:\\d{1,3}\\.){3}\\d{1,3}\\b'],
  credential: [
    // JSON Web Tokens.
    '\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*',
    // Authorization headers.
    '(?i)\\b(?:bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}',
    // Keys of AWS, Stripe, GitHub, GitLab, Slack, Google.
    '\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b',
    '\\b[sr]k_(?:live|test)_[0-9A-Za-z]{10,}\\b',
    '\\bgh[pousr]_[0-9A-Za-z]{30,}\\b',
    '\\bglpat-[0-9A-Za-z_-]{20,}',
    '\\bxox[abprs]-[0-9A-Za-z-]{10,}',
    '\\bAIza[0-9A-Za-z_-]{35}',
    // name=value and "name":"value" in texts and queries, user:password@ in URLs.
    '(?i)\\b(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?token|refresh[_-]?token|client[_-]?secret)["\']?\\s*[=:]\\s*["\']?[^\\s&"\',;}]+',
    '://[^/\\s:@]*:[^/\\s@]+@',
  ],
};

/** One expression a class: a line of its own in the config. */
export function buildValuePattern(of: RedactionClass): string {
  const patterns = valuePatterns[of];
  const [only] = patterns;
  return patterns.length === 1 && only !== undefined ? only : patterns.map((pattern) => `(?:${pattern})`).join('|');
}

/** Attribute keys whose whole value is masked. */
export const secretKeyPattern =
  '(?i)(?:^|[._-])(?:password|passwd|pwd|passphrase|secret|authorization|cookie|set-cookie|api[_-]?key|private[_-]?key|access[_-]?key|access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|token|credentials?|card[_-]?number|pan|cvv|cvc|ssn|iban)$';

export function buildKeyPattern(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  return `^(?:${keys.map((key) => key.replaceAll(/[.\\]/g, '\\$&')).join('|')})$`;
}
