import { expect, test } from 'vitest';
import { authorise, CardNetworkError, CardNetworkTimeout } from './card-network.ts';

const ask = (cardNumber: string, timeoutMs = 300) => authorise({ cardNumber, amountMinor: 1250, currency: 'EUR' }, timeoutMs);

test.each([
  ['4242424242424242', { outcome: 'approved' }],
  ['4000000000000069', { outcome: 'approved' }],
  ['4000000000000002', { outcome: 'declined', reason: 'do_not_honour' }],
  ['4242424242424241', { outcome: 'declined', reason: 'invalid_card_number' }],
])('card %s is answered with %j', async (cardNumber, answer) => {
  expect(await ask(cardNumber)).toEqual(answer);
});

test('a network that never answers is given up', async () => {
  await expect(ask('4000000000000044', 1)).rejects.toBeInstanceOf(CardNetworkTimeout);
});

test('an answer that comes after the timeout is too late, whatever it is', async () => {
  await expect(ask('4000000000000069', 1)).rejects.toThrow('no answer within 1 ms');
  await expect(ask('4000000000000002', 1)).rejects.toBeInstanceOf(CardNetworkTimeout);
});

test('a broken answer is an error of the network', async () => {
  await expect(ask('4000000000000051')).rejects.toBeInstanceOf(CardNetworkError);
});
