import { randomFillSync } from 'node:crypto';

// One system call and one conversion make the digits of many ids: randomness is the larger part of the cost of an id.
const pool = Buffer.allocUnsafeSlow(4096);
let digits = '';
let offset = 0;
const digitsPerId = 19;

/** The time that `timeDigits` stands for, in milliseconds since the epoch. */
let timeMs = -1;
let timeDigits = '';

/** A UUIDv7: time-ordered, 74 random bits. Source: RFC 9562 §5.7. */
export function createUuidV7(now: number = Date.now()): string {
  if (offset + digitsPerId > digits.length) {
    randomFillSync(pool);
    digits = pool.toString('hex');
    offset = 0;
  }
  if (now !== timeMs) {
    timeMs = now;
    const hex = now.toString(16).padStart(12, '0');
    timeDigits = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
  }
  const start = offset;
  offset += digitsPerId;
  // The two bits of the variant are 10, so the digit is 8, 9, a or b. Two random bits choose it.
  const code = digits.charCodeAt(start + 3);
  const variant = '89ab'[(code < 58 ? code - 48 : code - 87) & 3];
  return `${timeDigits}${digits.slice(start, start + 3)}-${variant}${digits.slice(start + 4, start + 7)}-${digits.slice(start + 7, start + 19)}`;
}
