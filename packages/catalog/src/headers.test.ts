import { describe, expect, it } from 'vitest';
import { correlationIdRule, headerNames, isValidCorrelationId } from './headers.ts';

const { charset, minLength, maxLength, pattern } = correlationIdRule;

describe('isValidCorrelationId', () => {
  it.each(['0198c1f2-7b1c-7d5a-8f3e-2a4b6c8d0e1f', 'order:42.retry_1', 'a'.repeat(minLength), 'Z'.repeat(maxLength)])(
    'takes %s',
    (text) => {
      expect(isValidCorrelationId(text)).toBe(true);
    },
  );

  it.each([
    '',
    'a'.repeat(minLength - 1),
    'a'.repeat(maxLength + 1),
    'abcdefgh\n',
    '\nabcdefgh',
    'abcd efgh',
    'abcdefgh, ijklmnop',
    'abcdefg"',
    'abcdefg\\',
    'abcdefg<',
    'abcdefgé',
    'abcdefg\u0000',
    'abcdefg%0a',
  ])('refuses %j', (text) => {
    expect(isValidCorrelationId(text)).toBe(false);
  });

  it('gives the same answer each time', () => {
    expect([1, 2, 3].map(() => isValidCorrelationId('abcdefgh'))).toEqual([true, true, true]);
  });
});

describe('correlationIdRule', () => {
  it('says the same as data and as a pattern', () => {
    expect(pattern.source).toBe(`^[${charset}]{${minLength},${maxLength}}$`);
    expect(pattern.flags).toBe('');
  });
});

describe('headerNames', () => {
  it('is lower case, as Node reports headers', () => {
    expect(Object.values(headerNames)).toEqual(['traceparent', 'tracestate', 'baggage', 'x-correlation-id', 'x-request-id']);
  });
});
