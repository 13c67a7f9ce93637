// Laws that hold for every record: one line, valid, bounded, its own fields right, and no secret.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCaps } from './caps.ts';
import { badInputs } from './testdata/bad-inputs.ts';
import { createTestLogger } from './testdata/test-logger.ts';

const secrets = [
  '4111111111111111',
  'bob@example.com',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4',
  'ghp_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2',
];
const keySecret = 'Hunter2-under-a-key';
const secretKeys = ['password', 'DB_PASSWORD', 'authorization', 'x-api-key', 'refreshToken', 'ssn'];

/** A secret between other words: letters and digits beside it would make it another word. */
const seeded = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom(...secrets), fc.string({ unit: 'grapheme', maxLength: 20 }))
  .map(([before, secret, after]) => `${before} ${secret} ${after}`);

// Proxies break the generator itself.
const small = badInputs.filter(({ name }) => !/proxy|long|50000|endless|20000|1000|everywhere|sparse|buffer|typed/.test(name));
const odd = fc.constantFrom(...small).map(({ build }) => build());

const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  seeded,
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, undefined, Symbol('s'), () => 1),
  fc.constant(Number(secrets[0])),
  fc.date({ noInvalidDate: false }),
  odd,
);

const { value } = fc.letrec<{ value: unknown; object: object; error: Error }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaf, tie('object'), fc.array(tie('value'), { maxLength: 4 }), tie('error'), fc.uint8Array({ maxLength: 4 })),
  object: fc
    .tuple(fc.dictionary(fc.oneof(fc.string({ maxLength: 10 }), seeded, fc.constantFrom('level', 'trace_id', 'error', 'err', '__proto__')), tie('value'), { maxKeys: 5 }), fc.constantFrom(...secretKeys))
    .map(([object, key]) => ({ ...object, [key]: { deep: [keySecret] } })),
  error: fc.tuple(seeded, tie('value')).map(([message, cause]) => Object.assign(new Error(message, { cause }), { password: keySecret })),
})); // prettier-ignore

const argument = fc.oneof(value, odd);
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function check(lines: readonly { text: string }[]): void {
  for (const { text } of lines) {
    expect(text.indexOf('\n')).toBe(text.length - 1);
    expect(text).not.toMatch(unsafe);
    expect(text.length).toBeLessThanOrEqual(defaultCaps.line);
    expect(JSON.parse(text)).toMatchObject({
      level: 'warn',
      severity_number: 13,
      'service.name': 'payments',
      timestamp: '2026-01-02T12:00:00.007Z',
    });
    for (const secret of [...secrets, keySecret]) expect(text).not.toContain(secret);
  }
}

describe('every record is one valid, bounded line without a secret', () => {
  it('message and metadata', () => {
    fc.assert(
      fc.property(argument, argument, (message, meta) => {
        const { logger, lines, faults } = createTestLogger();
        expect(() => logger.warn(message as string, meta)).not.toThrow();
        expect(lines).toHaveLength(1);
        expect(faults).toEqual([]);
        check(lines);
      }),
      { numRuns: 400 },
    );
  });

  it('arguments of a message with tokens', () => {
    const message = fc.constantFrom('%s', '%d %i %f', '%j and %o', '%O %s %%', '%c%s', 'none');
    fc.assert(
      fc.property(message, fc.array(argument, { maxLength: 4 }), (text, args) => {
        const { logger, lines } = createTestLogger();
        expect(() => logger.log('warn', text, ...args)).not.toThrow();
        expect(lines).toHaveLength(1);
        check(lines);
      }),
      { numRuns: 300 },
    );
  });

  it('bindings, records, events', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const { logger, lines } = createTestLogger();
        expect(() => {
          const child = logger.child({ one, nested: other }).child(other as object);
          child.warn('x', { one: other });
          child.log({ level: 'warn', message: one as string, other });
          child.writeEvent('warn', 'some.event', 'x', { one, other }, { one: 'internal' });
        }).not.toThrow();
        expect(lines).toHaveLength(3);
        check(lines);
      }),
      { numRuns: 300 },
    );
  });
});
