import { describe, expect, it } from 'vitest';
import { defaultCaps } from './caps.ts';
import { createTestLogger } from './testdata/test-logger.ts';

function show(meta: object, caps = {}): Record<string, unknown> {
  const { logger, last } = createTestLogger({ caps });
  logger.info('x', meta);
  return last();
}

const keyed = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

describe('what is cut is said', () => {
  it('strings: so many characters', () => {
    expect(show({ a: 'x'.repeat(8192) })['a']).toBe('x'.repeat(8192));
    expect(show({ a: 'x'.repeat(20_537) })['a']).toBe(`${'x'.repeat(8192)}…[truncated 12345]`);
  });

  it('the message too', () => {
    const { logger, last } = createTestLogger();
    logger.info('x'.repeat(20_537));
    expect(last()['message']).toBe(`${'x'.repeat(8192)}…[truncated 12345]`);
  });

  it('never half a character', () => {
    const shown = show({ a: `x${'😀'.repeat(5000)}` })['a'] as string;
    expect(shown).toBe(`x${'😀'.repeat(4095)}…[truncated ${10_001 - 8191}]`);
  });

  it('keys', () => {
    expect(show({ a: keyed(100) })['a']).toEqual(keyed(100));
    expect(show({ a: keyed(50_000) })['a']).toEqual({ ...keyed(100), '…': '[truncated 49900 keys]' });
    expect(show(keyed(50_000))).toMatchObject({ k99: 99, '…': '[truncated 49900 keys]' });
    expect(show({ a: new Map(Object.entries(keyed(150))) })['a']).toEqual({ ...keyed(100), '…': '[truncated 50 keys]' });
  });

  it('items', () => {
    expect(show({ a: Array.from({ length: 150 }, () => 1) })['a']).toEqual([
      ...Array.from({ length: 100 }, () => 1),
      '…[truncated 50 items]',
    ]);
    expect(show({ a: new Set(Array.from({ length: 150 }, (_, index) => index)) })['a']).toHaveLength(101);
  });

  it('depth', () => {
    const meta = { n: { n: { n: { n: { n: { n: { n: { n: { n: 1 } } } } } } } } };
    expect(JSON.stringify(show(meta)['n'])).toBe('{"n":{"n":{"n":{"n":{"n":{"n":{"n":"[truncated: depth 8]"}}}}}}}');
  });

  it('causes', () => {
    let error = new Error('0');
    for (let index = 1; index < 30; index++) error = new Error(String(index), { cause: error });
    const text = JSON.stringify(show({ err: error }));
    expect(text).toContain('[truncated: depth 8]');
    expect(text.match(/"cause":/g)).toHaveLength(8);
  });

  it('long keys', () => {
    expect(Object.keys(show({ ['k'.repeat(1000)]: 1 }))).toContain(`${'k'.repeat(256)}…[truncated 744]`);
  });

  it('the line', () => {
    const { logger, lines, last } = createTestLogger();
    logger.info('x', { a: Array.from({ length: 100 }, () => 'y'.repeat(8000)), b: 'z'.repeat(8000), c: 1 });
    expect(lines[0]?.text.length).toBeLessThanOrEqual(defaultCaps.line);
    expect((last()['a'] as unknown[]).at(-1)).toMatch(/^…\[truncated \d+ items\]$/);
    expect(last()['…']).toBe('[truncated 2 keys]');
  });

  it('with other caps', () => {
    const shown = show({ a: 'abcdef', b: [1, 2, 3], c: { d: { e: 1 } }, f: 1, g: 2 }, { string: 3, items: 2, depth: 2, keys: 4 });
    expect(shown).toMatchObject({
      a: 'abc…[truncated 3]',
      b: [1, 2, '…[truncated 1 items]'],
      c: { d: '[truncated: depth 2]' },
      f: 1,
      '…': '[truncated 1 keys]',
    });
  });
});

describe('a secret across the cut', () => {
  it.each([
    'card 4111 1111 1111 1111',
    'bob.smith@example.com',
    'password=hunter2hunter2',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4',
  ])('%s', (secret) => {
    // The cut falls on every character of it in turn.
    for (let position = 0; position <= secret.length; position++) {
      const shown = show({ a: `${' '.repeat(64 - position)}${secret} ${'z'.repeat(1000)}` }, { string: 64 })['a'] as string;
      const visible = shown.replace(/…\[truncated.*/, '').trim();
      expect(secret.startsWith(visible) && /\d{4}|bob|hunter|eyJh/.test(visible)).toBe(false);
    }
  });

  it('is not pushed into view by redactions before it', () => {
    const emails = 'averyveryverylongname.indeed@averyveryverylongdomain.example.com '.repeat(8);
    const shown = show({ a: `${emails}${'4111 1111 1111 1111 '.repeat(30)}${'4111 1111 1111'}` }, { string: 400 })['a'] as string;
    expect(shown).not.toMatch(/4111/);
  });
});
