// No text, however hostile, makes a search cost more than a constant times its length.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactElements, redactEncoded } from './encoded.ts';
import { mask } from './mark.ts';
import { redactPairs } from './pairs.ts';
import { containerPatterns, valuePatterns } from './patterns.ts';
import { createRedaction } from './redact.ts';
import { createSecretKeyRule } from './secret-keys.ts';

type Search = (text: string) => unknown;

const short = 2048;
const growth = 8;
/** Eight times the length may cost so many times as much; a quadratic search costs 64 times. */
const bound = 12;
/** Microseconds. Below it nothing is told from noise: a quadratic search of the long text takes ten times as long. */
const floor = 15_000;

const repeat = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);

/** Processor time in microseconds. */
function measure(search: Search, text: string): number {
  const start = process.cpuUsage();
  search(text);
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** The work cannot be counted from outside: the least of several times is compared, and measured again where it looks too long. */
function isLinear(search: Search, build: (length: number) => string, attempts = 5): boolean {
  const [small, large] = [build(short), build(short * growth)];
  let [smallCost, largeCost] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < attempts; attempt++) {
    largeCost = Math.min(largeCost, measure(search, large));
    if (largeCost < floor) return true;
    for (let round = 0; round < 3; round++) smallCost = Math.min(smallCost, measure(search, small));
    if (largeCost <= smallCost * bound) return true;
  }
  return false;
}

const { redactText, redactStack, redactUrlQuery } = createRedaction({ allowKeys: [] });
const hashing = createRedaction({ allowKeys: [], action: 'hash', hashKey: 'k'.repeat(16) });
const isSecretKey = createSecretKeyRule([]);

const searches: readonly (readonly [string, Search])[] = [
  ...[...containerPatterns, ...valuePatterns].map(({ name, mayMatch, redact }): readonly [string, Search] => [
    name,
    (text) => [mayMatch(text), redact(text, mask)],
  ]),
  ['pairs', (text) => redactPairs(text, isSecretKey, isSecretKey, mask)],
  ['elements', (text) => redactElements(text, isSecretKey, mask)],
  ['encoded', (text) => redactEncoded(text, redactText, isSecretKey, mask)],
  ['text', redactText],
  ['text, hashed', hashing.redactText],
  ['stack', redactStack],
  ['query', redactUrlQuery],
];

const parts = [
  ['a', 'a.', 'a@', 'a@a.', '@', '%40', 'a%40', '@tcp(', 'a:b@tcp(', 'user:', '"@', 'x@2x.'],
  ['1', '4 1 ', '4111 ', '4111-', '+1 ', '+', '1+', '(415) ', '555-', '0 ', '123-45-', '1980-01-', '.5', '1:'],
  ['=', ':', 'a=', 'key=key=', 'token=[', 'password:"', '"password":', "password='", '   =', 'password=', 'phone=1 ', 'IBAN: NL68 ', '&', ';', '?token'],
  ['\\"', '\\\\\\"', '"password\\":\\"', 'password\\":\\', '</', '</password>', '<password>', '</a:', '>'],
  ['a://', 'a://b:c', 'ab+://x', '://', 'eyJ', 'eyJeyJ.', 'eyJaaaaa.', 'a_', 'ab-', 'A1b2C3d4_', 'sk-', 'gh', 'xoxb-', 'SK0', ':AA', '/webhooks/1', 'A1+/', 'AKIA'],
  ['GB82', 'GB82 WEST ', 'AB12', 'NL68INGB', '%', '%2', '%25', '%2525', '%20', '%E9', 'a%3Db'],
  ['bearer ', 'basic a', 'password is ', ' password   ', 'secrettoken', 'api key ', 'born ', 'born on ', 'call ', 'phone number ', 'dob:', 'ssn ', 'social security '],
  ['-----', '-----BEGIN ', '-----BEGIN PRIVATE KEY-----', '\n    at ', '\n', ' ', '[REDACTED]', '[HASH:', '{', '[', '"', "'", '\ud83d\ude00', 'é', '\u0000'],
].flat(); // prettier-ignore

describe.each(searches)('%s', (_name, search) => {
  test('parts repeated, alone and behind what opens a secret', { timeout: 30_000 }, () => {
    const slow = parts.flatMap((part) =>
      ['', 'password=', 'x://y:']
        .filter((start) => !isLinear(search, (length) => start + repeat(part, length)))
        .map((start) => start + part),
    );
    expect(slow).toEqual([]);
  });
});

test('parts in any combination', { timeout: 30_000 }, () => {
  const part = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 4 });
  const property = fc.property(part, fc.constantFrom('', '@', '"', '-----END PRIVATE KEY-----', '</password>'), (pieces, end) => {
    const text = pieces.join('') || 'a';
    return isLinear(redactText, (length) => repeat(text, length) + end) && isLinear(redactStack, (length) => repeat(text, length) + end);
  });
  expect(fc.check(property, { seed: 20_260_101, numRuns: 100, endOnFailure: true })).toMatchObject({ failed: false, counterexample: null });
});

describe('the measurement finds a search that is not linear', () => {
  test.each<[string, Search, string]>([
    ['a start that matches again and again', (text) => text.replace(/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g, ''), 'eyJ'],
    ['an unbounded run before a sign', (text) => text.replace(/[^\s@]+@[^\s@]+/g, ''), 'a'],
    ['digits with gaps, from each of them', (text) => text.replace(/\d(?:[ -]?\d)+(?=x)/g, ''), '1 '],
    ['a copy for each pair', (text) => text.split('=').map((_, index) => Buffer.from(text.slice(index)).length), 'a='],
  ])('%s', { timeout: 30_000 }, (_name, search, part) => {
    expect(isLinear(search, (length) => repeat(part, length), 1)).toBe(false);
  });
});
