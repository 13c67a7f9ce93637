import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

const required = { DATABASE_URL: 'postgres://user:hunter2@db/shop', PAYMENTS_URL: 'http://payments:3000' };

test('what has a default may be left out', () => {
  expect(parseConfig(required)).toEqual({ ...required, HOST: '127.0.0.1', PORT: 0, PAYMENTS_TIMEOUT_MS: 2000 });
});

test('what is missing is named, all at once', () => {
  expect(() => parseConfig({})).toThrow(/storefront cannot start:[^]*at DATABASE_URL[^]*at PAYMENTS_URL/);
});

test('the message does not show a connection string', () => {
  const wrong = { ...required, DATABASE_URL: 'mysql://user:hunter2@db/shop' };
  expect(() => parseConfig(wrong)).toThrow(/at DATABASE_URL/);
  expect(() => parseConfig(wrong)).not.toThrow(/hunter2/);
});
