// The search finds what it says it finds: a search that finds nothing would pass every test of leaks.
import { describe, expect, test } from 'vitest';
import { readSecrets } from './corpus.ts';
import { buildNeedle, findLeaks } from './search.ts';

const core = 'wlrKR033-"sU6S';
const needle = buildNeedle('it', core);
const hidden = (text: string): boolean => findLeaks(text, [needle]).length === 0;

describe.each([
  ['plain', core],
  ['a part', core.slice(3, 11)],
  ['percent-encoded', encodeURIComponent(core)],
  ['as JSON', JSON.stringify({ a: core })],
  ['as JSON in JSON', JSON.stringify({ a: JSON.stringify({ a: core }) })],
  ['as hex', Buffer.from(core).toString('hex')],
  ['as hex in capitals', Buffer.from(core).toString('hex').toUpperCase()],
  ...['', 'a', 'ab', 'abc'].map((before): [string, string] => [
    `as base64 behind ${before.length} bytes`,
    Buffer.from(`${before}${core}, and more`).toString('base64'),
  ]),
  ['as base64url', Buffer.from(`user:${core}`).toString('base64url')],
])('%s', (_name, text) => {
  test('is found, alone and between other text', () => {
    expect(hidden(text)).toBe(false);
    expect(hidden(`before ${text} after`)).toBe(false);
  });
});

test.each(['[REDACTED]', 'wlrKR03', '033-', ''])('%j is no leak', (text) => expect(hidden(text)).toBe(true));

test('digits alone are a leak from twelve on: timestamps hold any eight', () => {
  const card = buildNeedle('card', '4111111111111111');
  expect(findLeaks('at 411111111111 ms', [card])).toHaveLength(1);
  expect(findLeaks('at 41111111111 ms', [card])).toHaveLength(0);
  expect(findLeaks('4111 1111 1111', [buildNeedle('card', '4111 1111 1111 1111')])).toHaveLength(1);
});

test('hex alone is a leak from twelve on: span ids hold any eight', () => {
  const token = buildNeedle('token', 'f02da67ecea2127f1cc0d484c5976446');
  expect(findLeaks('span 1ba67ecea2127f1ccd', [token])).toHaveLength(1);
  expect(findLeaks('span a67ecea21a96a99f', [token])).toHaveLength(0);
});

test('a number that is shorter than twelve is a leak as a whole', () => {
  const number = buildNeedle('ssn', '123456789');
  expect(findLeaks('ssn 123456789', [number])).toHaveLength(1);
  expect(findLeaks('ssn 12345678', [number])).toHaveLength(0);
});

test('what the surroundings have too is no leak', () => {
  expect(findLeaks('example.com', [buildNeedle('mail', 'jane@example.com', 'example.com')])).toEqual([]);
});

test('every secret of the corpus can be found in each form', () => {
  const lost = readSecrets().filter(({ id, core: secret }) =>
    [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')].some(
      (text) => findLeaks(`${text}`, [buildNeedle(id, secret)]).length === 0,
    ),
  );
  expect(lost).toEqual([]);
});
