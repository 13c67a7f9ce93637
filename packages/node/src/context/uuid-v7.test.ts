import { expect, test } from 'vitest';
import { createUuidV7 } from './uuid-v7.ts';

test('has the form of a UUIDv7 and begins with the time', () => {
  const id = createUuidV7(0x0123456789ab);
  expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids of one millisecond differ', () => {
  const ids = new Set(Array.from({ length: 2000 }, () => createUuidV7(1)));
  expect(ids.size).toBe(2000);
});

test('the variant is one of four, each of them taken', () => {
  const variants = new Set(Array.from({ length: 500 }, () => createUuidV7(1)[19]));
  expect(variants).toEqual(new Set(['8', '9', 'a', 'b']));
});
