import { describe, expect, test } from 'vitest';
import { readSecrets } from '../../test/canary/corpus.ts';
import { buildNeedle, findLeaks } from '../../test/canary/search.ts';
import { createRedaction } from '../redaction/redact.ts';
import { redactFinishedText, redactJson } from './finished-text.ts';

const redaction = createRedaction({ allowKeys: [] });
const redact = (text: string): string => redactFinishedText(text, redaction);
const secret = 'hunter2-hunter2';

describe('JSON', () => {
  test.each([
    ['a text', { password: secret, a: 1 }, { password: '[REDACTED]', a: 1 }],
    [
      'a number, a list, an object, a boolean',
      { pin: 1234, tokens: 3, secret: [1, '}'], auth: { a: '"' }, otp: true },
      { pin: '[REDACTED]', tokens: 3, secret: '[REDACTED]', auth: '[REDACTED]', otp: '[REDACTED]' },
    ],
    ['nothing', { password: null, a: [] }, { password: null, a: [] }],
    ['nested', { a: [{ b: { authorization: secret } }] }, { a: [{ b: { authorization: '[REDACTED]' } }] }],
    ['by its look', { note: 'mail to jane@example.com' }, { note: 'mail to [REDACTED:email]' }],
    ['a card as a number', { note: [4111111111111111, 1733022000000] }, { note: ['[REDACTED:pan]', 1733022000000] }],
    ['named by a sibling before it', { name: 'password', value: secret }, { name: 'password', value: '[REDACTED]' }],
    ['named by a sibling after it', { value: { a: secret }, x: 1, key: 'password' }, { value: '[REDACTED]', x: 1, key: 'password' }],
    ['named by nobody', [{ name: 'password' }, { value: secret }], [{ name: 'password' }, { value: secret }]],
    [
      'an entry of a list of headers',
      [
        ['authorization', secret],
        ['a', 'b'],
      ],
      [
        ['authorization', '[REDACTED]'],
        ['a', 'b'],
      ],
    ],
    [
      'a list of raw headers',
      { rawHeaders: ['Host', 'a', 'Cookie', secret, 'x', 'y'] },
      { rawHeaders: ['Host', 'a', 'Cookie', '[REDACTED]', 'x', 'y'] },
    ],
    ['JSON in a text', { body: JSON.stringify({ password: secret }) }, { body: '{"password":"[REDACTED]"}' }],
    ['an escaped text', { note: `a "quoted"\n password=${secret}` }, { note: 'a "quoted"\n password=[REDACTED]' }],
  ])('%s', (_name, value, expected) => {
    expect(JSON.parse(redactJson(JSON.stringify(value), redaction))).toEqual(expected);
    expect(JSON.parse(redactJson(JSON.stringify(value, null, 2), redaction))).toEqual(expected);
  });

  test('an escaped key', () => {
    expect(redact(String.raw`{"\u0070assword":"${secret}"}`)).toBe(String.raw`{"\u0070assword":"[REDACTED]"}`);
  });

  test('what has no secret stays as it is spelled', () => {
    const text = String.raw`{"a":1.0,"a":1e3 , "b" :"\u00e9\/", "c":[ ],"level":30}`;
    expect(redact(text)).toBe(text);
  });

  test.each([
    ['{"password":"x","a":1}', '{"a":1}'],
    ['{"a":1,"password":"x"}', '{"a":1}'],
    ['{"a":1, "password":"x" , "pin":2}', '{"a":1}'],
    ['{"pin":1,"password":"x"}', '{}'],
    [',"pin":1,"a":{"password":"x"}', ',"a":{}'],
  ])('a pair that is dropped takes its comma along: %s', (text, expected) => {
    const dropped = redactJson(text, createRedaction({ allowKeys: [], action: 'drop' }));
    expect(dropped.replaceAll(' ', '')).toBe(expected);
  });

  test('a hash stands for the text, not for its JSON', () => {
    const hashing = createRedaction({ allowKeys: [], action: 'hash', hashKey: 'a key of the test' });
    const hash = hashing.conceal(() => 'a"b');
    expect(JSON.parse(redactJson(JSON.stringify({ password: 'a"b' }), hashing))).toEqual({ password: hash });
  });

  test.each([
    ['quotes', '{"a":"' + '"'.repeat(200_000)],
    ['backslashes', '{"a":"' + '\\'.repeat(200_000)],
    ['open objects', '{"value":'.repeat(40_000)],
    ['open lists', '{"a":' + '['.repeat(200_000)],
    ['names without values', '{"name":"x",'.repeat(40_000)],
    ['values without names', '{"value":1,"x":['.repeat(20_000)],
    ['secrets that do not end', '{"password":['.repeat(40_000)],
  ])('%s: it ends, and does not throw', (_name, text) => {
    expect(() => redact(text)).not.toThrow();
  });
});

test('other text is searched as a text', () => {
  expect(redact(`info: done password=${secret} {"a":1}`)).toBe('info: done password=[REDACTED] {"a":1}');
});

// The same that a line of our own hides.
test('nothing of the corpus leaks that has a name or check digits', () => {
  const secrets = readSecrets().filter(
    ({ class: kind, kind: name }) => (kind === 'named' || kind === 'checked') && name !== 'password in text',
  );
  expect(secrets.length).toBeGreaterThan(50);
  for (const { id, class: kind, key, value, core } of secrets) {
    const text = kind === 'named' ? `login with ${key}=${value}` : `note ${value} end`;
    const line = JSON.stringify({
      msg: text,
      [key]: value,
      nested: { list: [{ [key]: value }, [key, value], text], field: { name: key, value } },
      rawHeaders: ['a', 'b', key, value],
      body: JSON.stringify({ [key]: value }),
      ...(/^\d{12,15}$/.test(value) ? { [key]: Number(value), ...(kind === 'checked' ? { note: Number(value) } : {}) } : {}),
    });
    const at = value.indexOf('@');
    expect(findLeaks(redact(line), [buildNeedle(id, core, at === -1 ? '' : value.slice(at + 1))])).toEqual([]);
    expect(() => void JSON.parse(redact(line))).not.toThrow();
  }
});
