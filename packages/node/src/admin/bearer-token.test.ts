import { expect, test } from 'vitest';
import { createTokenCheck } from './bearer-token.ts';

const token = 'correct-horse-battery';

test('only the whole token after Bearer is right', () => {
  const check = createTokenCheck(token, () => 0);
  expect([`Bearer ${token}`, `bearer ${token}`].map(check)).toEqual(['right', 'right']);
  const wrong = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    token,
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Bearer x${token}`,
  ];
  expect(wrong.map(check)).toEqual(wrong.map(() => 'wrong'));
});

test('wrong ones are limited for a minute, the right one never is', () => {
  let now = 0;
  const check = createTokenCheck(token, () => now);
  for (let attempt = 0; attempt < 10; attempt++) expect(check('Bearer wrong')).toBe('wrong');
  expect(check('Bearer wrong')).toBe('limited');
  expect(check(`Bearer ${token}`)).toBe('right');
  now = 59_999;
  expect(check('Bearer wrong')).toBe('limited');
  now = 60_000;
  expect(check('Bearer wrong')).toBe('wrong');
});
