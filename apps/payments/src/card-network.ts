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
  const answerMs = findAnswerMs(request.cardNumber);
  await sleep(Math.min(answerMs, timeoutMs));
  if (answerMs > timeoutMs) throw new CardNetworkTimeout(`no answer within ${timeoutMs} ms`);
  if (request.cardNumber === cards.broken) throw new CardNetworkError('the answer could not be read');
  if (request.cardNumber === cards.declined) return { outcome: 'declined', reason: 'do_not_honour' };
  if (!passesLuhn(request.cardNumber)) return { outcome: 'declined', reason: 'invalid_card_number' };
  return { outcome: 'approved' };
}

function findAnswerMs(cardNumber: string): number {
  if (cardNumber === cards.silent) return Infinity;
  return cardNumber === cards.slow ? slowMs : usualMs;
}

/** The check digit of a card number. Source: ISO/IEC 7812-1, annex B. */
function passesLuhn(cardNumber: string): boolean {
  const digits = Array.from(cardNumber, Number).toReversed();
  const sum = digits.reduce((total, digit, index) => {
    const value = digit * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
