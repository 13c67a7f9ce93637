import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

test('everything has a default', () => {
  expect(parseConfig({})).toEqual({ HOST: '127.0.0.1', PORT: 0, CARD_NETWORK_TIMEOUT_MS: 300 });
});

test('all wrong variables are named at once', () => {
  expect(() => parseConfig({ PORT: '70000', CARD_NETWORK_TIMEOUT_MS: 'soon' })).toThrow(
    /payments cannot start:[^]*at PORT[^]*at CARD_NETWORK_TIMEOUT_MS/,
  );
});
