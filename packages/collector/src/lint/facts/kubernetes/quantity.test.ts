import { expect, test } from 'vitest';
import { parseBytes } from './quantity.ts';

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
