// What stands where a secret was.
import { createHmac } from 'node:crypto';

/** The text that replaces a secret inside a text; `kind` says what was recognised. */
export type Mark = (kind: string | undefined, secret: string) => string;

/** What stands where the value of a secret key was. */
export const redactedMarker = '[REDACTED]';

/** A marker, as a sticky expression. */
export const anyMarker = /\[(?:REDACTED(?::[a-z-]{1,20})?|HASH:[0-9a-f]{16})\]/y;

// Written with gaps and in either case, these are still one value.
const spaced = new Set(['pan', 'iban', 'ssn', 'phone']);
const hashLength = 16;

/** `[REDACTED]` and `[REDACTED:kind]`; inside a text also for `drop`, which can remove fields only. */
export const mask: Mark = (kind) => (kind === undefined ? redactedMarker : `[REDACTED:${kind}]`);

/**
 * `[HASH:0123456789abcdef]`: 64 bits of HMAC-SHA-256, so that equal values can be told to be equal by who sees only the logs, and
 * found by who has the key. Without a key a hash of a card number or a phone number is undone by trying all of them.
 */
export function createHashMark(key: string): Mark {
  return (kind, secret) => {
    const value =
      kind === 'email' ? secret.toLowerCase() : kind !== undefined && spaced.has(kind) ? secret.replace(/[^A-Za-z0-9]/g, '') : secret;
    return `[HASH:${createHmac('sha256', key).update(value).digest('hex').slice(0, hashLength)}]`;
  };
}
