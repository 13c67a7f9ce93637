import { expect, test } from 'vitest';
import { compareVersions } from './version.ts';

test.each<[string, string, number]>([
  ['0.161.0', '0.161.0', 0],
  ['v0.161.0', '0.161', 0],
  ['0.99.0', '0.161.0', -1],
  ['0.161.1', '0.161.0', 1],
  ['1.0.0', '0.165.0', 1],
  ['0.160.0-nightly.202608180225', '0.160.0', 0],
])('%s against %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
