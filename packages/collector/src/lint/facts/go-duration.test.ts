import { expect, test } from 'vitest';
import { parseGoDuration } from './go-duration.ts';

test.each([
  ['1s', 1],
  ['200ms', 0.2],
  ['1h30m', 5400],
  ['1.5m', 90],
  [0, 0],
  ['0', 0],
  ['0s', 0],
  ['5', undefined],
  [5, undefined],
  ['5 s', undefined],
  ['${env:WAIT}', undefined],
  [null, undefined],
])('the duration %j is %j seconds', (text, seconds) => {
  expect(parseGoDuration(text)).toBe(seconds);
});
