import { describe, expect, it } from 'vitest';
import { createTestLogger } from '../logs/testdata/test-logger.ts';
import { createRedaction } from './redact.ts';

const hashKey = 'a key of the test';
const hashing = createRedaction({ allowKeys: [], action: 'hash', hashKey });
const dropping = createRedaction({ allowKeys: [], action: 'drop' });
const hash = /^\[HASH:[0-9a-f]{16}\]$/;

describe('hash', () => {
  it('gives equal values equal hashes, in a field and in a text', () => {
    const inField = hashing.conceal(() => 'hunter2-strong');
    expect(inField).toMatch(hash);
    expect(hashing.redactText('password=hunter2-strong')).toBe(`password=${inField}`);
    expect(hashing.redactText('{"password":"hunter2-strong"}')).toBe(`{"password":"${inField}"}`);
    expect(hashing.redactUrlQuery('password=hunter2%2Dstrong')).toBe(`password=${inField}`);
    expect(hashing.conceal(() => 'hunter3-strong')).not.toBe(inField);
  });

  it('knows a number by its digits and an address in any case', () => {
    const hashes = ['card 4111111111111111', 'card 4111 1111 1111 1111', 'card 4111-1111-1111-1111'].map(hashing.redactText);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^card \[HASH:[0-9a-f]{16}\]$/);
    expect(hashing.redactText('to Jane@Example.com')).toBe(hashing.redactText('to jane@example.com'));
  });

  it('needs the key: another one gives other hashes', () => {
    const other = createRedaction({ allowKeys: [], action: 'hash', hashKey: 'another key, as long' });
    expect(other.conceal(() => 'hunter2')).not.toBe(hashing.conceal(() => 'hunter2'));
  });

  it('masks what is no text, number or boolean, and what throws', () => {
    expect(hashing.conceal(() => ({ a: 1 }))).toBe('[REDACTED]');
    expect(
      hashing.conceal(() => {
        throw new Error('getter');
      }),
    ).toBe('[REDACTED]');
  });

  it('changes nothing more when it runs again', () => {
    for (const text of ['password=hunter2', 'mail bob@example.com', 'card 4111 1111 1111 1111', 'Authorization: Bearer abc.def']) {
      const once = hashing.redactText(text);
      expect(once).toContain('[HASH:');
      expect(hashing.redactText(once)).toBe(once);
    }
  });

  it('in log lines: fields, nested fields, Maps, pairs, numbers', () => {
    const { logger, last } = createTestLogger({ redaction: hashing });
    logger.info('x', {
      password: 'p',
      pin: 1234,
      a: { token: 'p' },
      map: new Map([['secret', 'p']]),
      pair: ['password', 'p'],
      cookie: ['a'],
    });
    const shown = hashing.conceal(() => 'p');
    expect(last()).toMatchObject({
      password: shown,
      pin: hashing.conceal(() => '1234'),
      a: { token: shown },
      map: { secret: shown },
      pair: ['password', shown],
      cookie: '[REDACTED]',
    });
  });
});

describe('drop', () => {
  it('removes fields from log lines, and masks inside text and in pairs', () => {
    const { logger, last } = createTestLogger({ redaction: dropping });
    logger.info('with password=p1', { password: 'p', a: { token: 'p', b: 1 }, map: new Map([['secret', 'p']]), pair: ['password', 'p'] });
    expect(last()).toMatchObject({ message: 'with password=[REDACTED]', a: { b: 1 }, map: {}, pair: ['password', '[REDACTED]'] });
    expect(last()).not.toHaveProperty('password');
    expect(last()['a']).not.toHaveProperty('token');
  });

  it('of an error too', () => {
    const { logger, last } = createTestLogger({ redaction: dropping });
    logger.error('x', { error: Object.assign(new Error('m'), { token: 'p', code: 7 }) });
    expect(last()['error']).toMatchObject({ code: 7 });
    expect(last()['error']).not.toHaveProperty('token');
  });
});

describe('the class of an event field', () => {
  const fields = { open: 'ref 4111 1111 1111 1111', inner: 'card 4111 1111 1111 1111', person: 'Jane Doe', code: '1234', token: 'abc123' };
  const classes = { open: 'public', inner: 'internal', person: 'personal', code: 'secret', token: 'public' } as const;
  const write = (redaction: typeof hashing): Readonly<Record<string, unknown>> => {
    const { logger, last } = createTestLogger({ redaction });
    logger.writeEvent('info', 'e.x', 'x', fields, classes);
    return last();
  };

  it('mask', () => {
    expect(write(createRedaction({ allowKeys: [] }))).toMatchObject({
      open: fields.open,
      inner: 'card [REDACTED:pan]',
      person: '[REDACTED:personal]',
      code: '[REDACTED:secret]',
      token: '[REDACTED]',
    });
  });

  it('hash: a personal value, never a secret one', () => {
    expect(write(hashing)).toMatchObject({
      open: fields.open,
      inner: hashing.redactText(fields.inner),
      person: hashing.conceal(() => fields.person),
      code: '[REDACTED:secret]',
    });
  });

  it('drop', () => {
    const line = write(dropping);
    expect(line).toMatchObject({ open: fields.open, inner: 'card [REDACTED:pan]' });
    for (const name of ['person', 'code', 'token']) expect(line).not.toHaveProperty(name);
  });
});
