import { expect, test } from 'vitest';
import { keepTickObject } from './tick-object.ts';

test('what is kept is an object with computed keys, as Node makes it for each tick', () => {
  const kept = keepTickObject();
  expect(Object.getOwnPropertySymbols(kept ?? {}).map(String)).toContain('Symbol(async_id_symbol)');
  expect(kept).toHaveProperty('callback');
  expect(keepTickObject()).not.toBe(kept);
});
