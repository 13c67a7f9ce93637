// A card network as a service sees one: mostly quick, sometimes slow, sometimes silent. The cards choose which.
import { setTimeout as sleep } from 'node:timers/promises';

export interface CardRequest {
  readonly cardNumber: string;
  readonly amountMinor: number;
  readonly currency: string;
}

export type CardAnswer = { readonly outcome: 'approved' } | { readonly outcome: 'declined'; readonly reason: string };

export class CardNetworkTimeout extends Error {
  override readonly name = 'CardNetworkTimeout';
}
export class CardNetworkError extends Error {
  override readonly name = 'CardNetworkError';
}

const cards = {
  declined: '4000000000000002',
  silent: '4000000000000044',
  broken: '4000000000000051',
  slow: '4000000000000069',
} as const;
const usualMs = 10;
const slowMs = 150;

/**
 * Asks the network.
 * @throws CardNetworkTimeout after `timeoutMs` without an answer, CardNetworkError when it answers with nonsense.
 */
export async function authorise(request: CardRequest, timeoutMs: number): Promise<CardAnswer> {
  if (request.cardNumber === cards.silent) {
    await sleep(timeoutMs);
    throw new CardNetworkTimeout(`no answer within ${timeoutMs} ms`);
  }
  await sleep(request.cardNumber === cards.slow ? slowMs : usualMs);
  if (request.cardNumber === cards.broken) throw new CardNetworkError('the answer could not be read');
  if (request.cardNumber === cards.declined) return { outcome: 'declined', reason: 'do_not_honour' };
  return { outcome: 'approved' };
}
