// The business of this service: one authorisation, timed and told.
import { randomUUID } from 'node:crypto';
import { authorise, CardNetworkTimeout, type CardAnswer } from './card-network.ts';
import type { AuthorisationRequest } from './schema.ts';
import { events, metrics } from './telemetry.ts';

export type Authorisation = CardAnswer & { readonly authorisation_id: string };

/** Rejects when the card network gives no answer. */
export async function authorisePayment(request: AuthorisationRequest, timeoutMs: number): Promise<Authorisation> {
  const { order_id, amount_minor, currency, card } = request;
  const startedAt = performance.now();
  const observe = (outcome: 'approved' | 'declined' | 'timeout' | 'error'): void =>
    metrics['payment.authorisation.duration'].record((performance.now() - startedAt) / 1000, { outcome });
  try {
    const answer = await authorise({ cardNumber: card.number, amountMinor: amount_minor, currency }, timeoutMs);
    const authorisation_id = randomUUID();
    observe(answer.outcome);
    if (answer.outcome === 'approved') events.emit('payment.authorised', { order_id, amount_minor, currency, authorisation_id });
    else events.emit('payment.declined', { order_id, amount_minor, currency, reason: answer.reason });
    return { ...answer, authorisation_id };
  } catch (error) {
    const reason = error instanceof CardNetworkTimeout ? 'timeout' : 'error';
    observe(reason);
    events.emit('payment.failed', { order_id, amount_minor, currency, reason });
    throw error;
  }
}
