// The business of this service: pay, store, hand over, tell.
import { randomUUID } from 'node:crypto';
import type { FulfilmentQueue } from './fulfilment-queue.ts';
import type { Order, OrderStatus, OrderStore } from './order-store.ts';
import { PaymentsUnavailable, type PaymentAnswer, type PaymentsClient } from './payments-client.ts';
import type { OrderRequest } from './schema.ts';
import { events } from './telemetry.ts';

export interface OrderServices {
  readonly store: OrderStore;
  readonly payments: PaymentsClient;
  readonly queue: FulfilmentQueue;
}

export type PlacedOrder =
  | { readonly outcome: 'placed'; readonly order: Order }
  | { readonly outcome: 'declined'; readonly reason: string }
  | { readonly outcome: 'payment_failed'; readonly error: PaymentsUnavailable };

export async function placeOrder(request: OrderRequest, { store, payments, queue }: OrderServices): Promise<PlacedOrder> {
  const id = randomUUID();
  const { currency, lines } = request;
  const amount_minor = lines.reduce((sum, line) => sum + line.quantity * line.unit_price_minor, 0);
  const save = async (status: OrderStatus): Promise<Order> => {
    const order: Order = { id, status, currency, amount_minor, lines };
    await store.save(order);
    return order;
  };

  let payment: PaymentAnswer;
  try {
    payment = await payments.authorise({ order_id: id, amount_minor, currency, card: request.card });
  } catch (error) {
    if (!(error instanceof PaymentsUnavailable)) throw error;
    await save('payment_failed');
    events.emit('order.payment_failed', { order_id: id, amount_minor, currency });
    return { outcome: 'payment_failed', error };
  }
  if (payment.outcome === 'declined') {
    await save('declined');
    events.emit('order.payment_declined', { order_id: id, amount_minor, currency });
    return { outcome: 'declined', reason: payment.reason };
  }
  const order = await save('paid');
  await queue.send({ order_id: id, lines });
  events.emit('order.placed', {
    order_id: id,
    amount_minor,
    currency,
    line_count: lines.length,
    customer_email: request.customer.email,
  });
  return { outcome: 'placed', order };
}
