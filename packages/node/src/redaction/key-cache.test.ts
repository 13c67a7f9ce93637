import { expect, test } from 'vitest';
import { createKeyCache, longestKey } from './key-cache.ts';

/** A cache, and the keys that it had to build. */
function createWatched() {
  const built: string[] = [];
  const lookUp = createKeyCache((key) => {
    built.push(key);
    return key.toUpperCase();
  });
  return { lookUp, built };
}

test('a key is built once', () => {
  const { lookUp, built } = createWatched();
  expect([lookUp('a'), lookUp('b'), lookUp('a')]).toEqual(['A', 'B', 'A']);
  expect(built).toEqual(['a', 'b']);
});

test('a long key is built each time', () => {
  const { lookUp, built } = createWatched();
  const long = 'k'.repeat(longestKey + 1);
  lookUp(long);
  lookUp(long);
  expect(built).toEqual([long, long]);
});

test('keys without end do not fill the memory: a full cache starts anew', () => {
  const { lookUp, built } = createWatched();
  lookUp('first');
  for (let index = 0; index < 4096; index++) lookUp(`key ${index}`);
  built.length = 0;
  lookUp('first');
  expect(built).toEqual(['first']);
});
