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
