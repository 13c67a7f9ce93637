// Whether a caller knows the token.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const failuresAWindow = 10;
const windowMs = 60_000;

/** `limited`: the token is wrong, and too many tokens were. */
export type TokenAnswer = 'right' | 'wrong' | 'limited';

/**
 * Checks `authorization` headers. The time that a check takes says nothing about the token. The right token is right however many wrong
 * ones came before: so nobody can lock its owner out. The length of the token protects it. The limit keeps guesses from filling the log.
 */
export function createTokenCheck(token: string, now: () => number): (authorization: string | undefined) => TokenAnswer {
  // Digests under a key of this process have one length, and say nothing about the text that was hashed.
  const key = randomBytes(32);
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const expected = digest(token);
  let windowEnd = 0;
  let failures = 0;
  return (authorization = '') => {
    const given = /^bearer +/i.exec(authorization)?.[0];
    if (timingSafeEqual(digest(given === undefined ? '' : authorization.slice(given.length)), expected)) return 'right';
    const at = now();
    if (at >= windowEnd) {
      windowEnd = at + windowMs;
      failures = 0;
    }
    return ++failures > failuresAWindow ? 'limited' : 'wrong';
  };
}
