import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatten, quote } from './json-text.ts';

describe('quote', () => {
  it.each([
    ['plain', '"plain"'],
    ['"\\', '"\\"\\\\"'],
    ['a\nb\u0000', '"a\\nb\\u0000"'],
    ['\u007f\u0080\u009f', '"\\u007f\\u0080\\u009f"'],
    ['\u2028\u2029\u202e\u2066\u200f', '"\\u2028\\u2029\\u202e\\u2066\\u200f"'],
    ['\ud800', '"\\ud800"'],
    ['é😀', '"é😀"'],
  ])('%j', (text, quoted) => expect(quote(text)).toBe(quoted));

  it('is JSON of the same text, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => { expect(JSON.parse(quote(text))).toBe(text); }));
    fc.assert(fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }), (text) => { expect(JSON.parse(quote(text))).toBe(text); }));
  }); // prettier-ignore
});

describe('flatten', () => {
  it('changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(flatten(quote(text))).toBe(quote(text));
      }),
    );
  });
});
