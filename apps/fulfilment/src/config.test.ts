import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

test('what has a default may be left out', () => {
  const DATABASE_URL = 'postgres://db/shop';
  expect(parseConfig({ DATABASE_URL })).toEqual({ DATABASE_URL, JOB_RETRY_LIMIT: 2, JOB_RETRY_DELAY_SECONDS: 1 });
});

test('all wrong variables are named at once', () => {
  expect(() => parseConfig({ JOB_RETRY_LIMIT: '-1' })).toThrow(/fulfilment cannot start:[^]*at DATABASE_URL[^]*at JOB_RETRY_LIMIT/);
});
