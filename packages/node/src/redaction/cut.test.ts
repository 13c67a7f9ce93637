import { describe, expect, test } from 'vitest';
import { cutRedacted, lookahead } from './cut.ts';

describe('a text that has its end', () => {
  test('is shown whole where it is short enough', () => expect(cutRedacted('abc', 3, true)).toBe('abc'));
  test('is cut at the limit', () => expect(cutRedacted('abcd', 3, true)).toBe('abc'));
  test('is not cut between the two units of one character', () => expect(cutRedacted('ab😀d', 3, true)).toBe('ab'));
});

describe('a text without its end', () => {
  test('is cut at the limit where there is enough behind it', () => {
    expect(cutRedacted('a'.repeat(10 + lookahead), 10, false)).toBe('a'.repeat(10));
  });

  test('is cut before the limit where redaction made it shorter: the start of a secret may stand at its end', () => {
    expect(cutRedacted('a'.repeat(7 + lookahead), 10, false)).toBe('a'.repeat(7));
    expect(cutRedacted('a'.repeat(lookahead), 10, false)).toBe('');
  });
});
