import { describe, expect, it } from 'vitest';
import { createRedaction } from './redact.ts';
import { negatives, positives } from './testdata/corpus.ts';

const { redactText } = createRedaction({ allowKeys: [] });

describe('redactText on the corpus', () => {
  it.each(positives)('$kind: hides $secret in $text', ({ text, secret }) => {
    expect(redactText(text)).not.toContain(secret);
    expect(redactText(text)).toContain('[REDACTED');
  });

  it.each(negatives)('leaves %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('has the published accuracy', () => {
    const found = positives.filter(({ text, secret }) => !redactText(text).includes(secret)).length;
    const wrong = negatives.filter((text) => redactText(text) !== text).length;
    expect({ found, of: positives.length, wrong, ofNegatives: negatives.length }).toMatchInlineSnapshot(`
      {
        "found": 86,
        "of": 86,
        "ofNegatives": 63,
        "wrong": 0,
      }
    `);
  });

  it('changes nothing more when it runs again', () => {
    for (const { text } of positives) expect(redactText(redactText(text))).toBe(redactText(text));
  });

  it('finds secrets after long texts and between others', () => {
    for (const { text, secret } of positives) {
      expect(redactText(`${'lorem ipsum dolor '.repeat(60)}\n${text}\nthen 12 more`)).not.toContain(secret);
    }
  });
});

// Their digits pass as a card number; one UUID in two thousand has such.
const ids = ['56204194-2393-4f3b-859c-28e1f88fb861', 'a462345e-86d8-4099-ad4b-585500431731'];
const digests = ['63571058888318b611bc51b9e3e11acd', '37B62A36433672476570CCFD8D2A4C95', '95c8e6703975046080cc862fb37ba0f2e7f43b51'];

describe('redactText leaves an id', () => {
  it.each([
    ...ids.flatMap((id) => [id, `shop-${id}`, `order1-${id}`, `req_${id}`, `${id}-1`, `${id}-${id}`, `order ${id}: placed`]),
    ...digests.flatMap((digest) => [digest, `trace-${digest}-1`, `00-${digest}-00f067aa0ba902b7-01`, `commit ${digest}.`]),
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    '4111111111111111',
    'card4111111111111111x',
    '4111-1111-1111-1111-aaaa-bbbb',
    `${ids[0]} 4111111111111111`,
    `4111111111111111 ${digests[0]}`,
    '4111111111111111,4242424242424242',
    'a4111111111111111',
  ])('and no card number beside one: %s', (text) => {
    expect(redactText(text)).toContain('[REDACTED:pan]');
    expect(redactText(text)).not.toMatch(/4111-?1111-?1111-?1111/);
  });
});

describe('redactText keeps the rest', () => {
  it.each([
    ['{"password":"hunter2","a":1}', '{"password":"[REDACTED]","a":1}'],
    ['body {\\"password\\":\\"x y\\",\\"a\\":1}', 'body {\\"password\\":\\"[REDACTED]\\",\\"a\\":1}'],
    ['postgres://app:s3cr3t@db:5432/x', 'postgres://[REDACTED]@db:5432/x'],
    ['GET /x?page=2&token=abc&sort=asc', 'GET /x?page=2&token=[REDACTED]&sort=asc'],
    ['card 4111 1111 1111 1111 declined', 'card [REDACTED:pan] declined'],
    ['from DE89 3704 0044 0532 0130 00 PAID', 'from [REDACTED:iban] PAID'],
    ['Authorization: Bearer abc.def failed with 401', 'Authorization: [REDACTED] failed with 401'],
    ['git clone https://x@h.example/a and mail bob@x.io', 'git clone https://[REDACTED]@h.example/a and mail [REDACTED:email]'],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});
