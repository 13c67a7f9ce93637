import { expect, test } from 'vitest';
import { parseBytes, parseDuration } from './quantity.ts';

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
  expect(parseDuration(text)).toBe(seconds);
});

test.each([
  ['512Mi', 512 * 2 ** 20],
  ['1Gi', 2 ** 30],
  ['1.5G', 1.5e9],
  ['400MiB', 400 * 2 ** 20],
  [1024, 1024],
  ['80%', undefined],
  ['$(LIMIT)', undefined],
])('%j is %j bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});
