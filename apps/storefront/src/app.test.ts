import { correlation } from '@plinth/node';
import { captureTelemetry, telemetryMatchers, type CapturedTelemetry } from '@plinth/node/testing';
import { expect, test } from 'vitest';
import { createApp } from './app.ts';
import type { FulfilmentJob } from './fulfilment-queue.ts';
import type { Order } from './order-store.ts';
import { PaymentsUnavailable, type PaymentsClient } from './payments-client.ts';

expect.extend(telemetryMatchers);

const card = { number: '4242424242424242' };
const order = {
  customer: { email: 'jane@example.com' },
  card,
  currency: 'EUR',
  lines: [{ sku: 'MUG-1', quantity: 2, unit_price_minor: 625 }],
};
const approves: PaymentsClient['authorise'] = async () => ({ outcome: 'approved', authorisation_id: 'a-1' });
const declines: PaymentsClient['authorise'] = async () => ({ outcome: 'declined', reason: 'do_not_honour', authorisation_id: 'a-1' });
const fails =
  (error: Error): PaymentsClient['authorise'] =>
  async () => {
    throw error;
  };

function createShop(authorise: PaymentsClient['authorise']) {
  const orders = new Map<string, Order>();
  const jobs: FulfilmentJob[] = [];
  const app = createApp({
    store: { save: async (saved) => void orders.set(saved.id, saved), find: async (id) => orders.get(id) },
    payments: { authorise },
    queue: { send: async (job) => void jobs.push(job) },
  });
  return { app, orders, jobs, statuses: () => [...orders.values()].map(({ status }) => status) };
}

type Shop = ReturnType<typeof createShop>;
type Answer = Awaited<ReturnType<Shop['app']['inject']>>;

async function post({ app }: Shop, payload: unknown): Promise<{ answer: Answer; telemetry: CapturedTelemetry }> {
  let answer: Answer | undefined;
  const telemetry = await captureTelemetry(() =>
    correlation.run(async () => {
      const headers = { 'content-type': 'application/json' };
      answer = await app.inject({ method: 'POST', url: '/orders', headers, payload: JSON.stringify(payload) });
    }, 'order-12345678'),
  );
  if (answer === undefined) throw new Error('there was no answer');
  return { answer, telemetry };
}

test('an approved order is saved as paid, handed to fulfilment and told', async () => {
  const shop = createShop(approves);
  const { answer, telemetry } = await post(shop, order);
  expect(answer.statusCode).toBe(201);
  const placed = answer.json<Order>();
  expect(placed).toMatchObject({ status: 'paid', currency: 'EUR', amount_minor: 1250, lines: order.lines });
  expect(answer.headers.location).toBe(`/orders/${placed.id}`);
  expect([...shop.orders.values()]).toEqual([placed]);
  expect(shop.jobs).toEqual([{ order_id: placed.id, lines: order.lines }]);
  expect(telemetry).toHaveEmitted('order.placed', { order_id: placed.id, currency: 'EUR', amount_minor: 1250, line_count: 1 });
  expect(telemetry.total('order_placed_total', { currency: 'EUR' })).toBe(1);
  expect(telemetry.total('order_amount', { currency: 'EUR' })).toBe(1250);
});

test('a declined card: saved, not handed on, 402', async () => {
  const shop = createShop(declines);
  const { answer, telemetry } = await post(shop, order);
  expect(answer.statusCode).toBe(402);
  expect(answer.json()).toMatchObject({ title: 'Card declined', detail: 'do_not_honour' });
  expect(shop.statuses()).toEqual(['declined']);
  expect(shop.jobs).toEqual([]);
  expect(telemetry).toHaveEmitted('order.payment_declined', { currency: 'EUR', amount_minor: 1250, level: 'warn' });
  expect(telemetry).not.toHaveEmitted('order.placed');
});

test.each([502, 504] as const)('payments unavailable: saved, not handed on, %i', async (status) => {
  const shop = createShop(fails(new PaymentsUnavailable('payments gave no usable answer', status)));
  const { answer, telemetry } = await post(shop, order);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.json()).toEqual({
    type: 'about:blank',
    title: 'Payment failed',
    status,
    detail: 'payments gave no usable answer',
    instance: '/orders',
    correlation_id: 'order-12345678',
  });
  expect(shop.statuses()).toEqual(['payment_failed']);
  expect(shop.jobs).toEqual([]);
  expect(telemetry).toHaveEmitted('order.payment_failed', { currency: 'EUR', level: 'error' });
});

test('an error that nobody expects is logged with its cause and answered without', async () => {
  const { answer, telemetry } = await post(createShop(fails(new Error('column "x" does not exist'))), order);
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('column');
  expect(telemetry).toHaveLogged({ level: 'error', message: 'request failed', correlation_id: 'order-12345678' });
});

test('an invalid order is refused with each problem at its path, before payments is asked', async () => {
  const shop = createShop(fails(new Error('payments was asked')));
  const { answer, telemetry } = await post(shop, {
    ...order,
    currency: 'GBP',
    lines: [{ sku: 'mug', quantity: 0, unit_price_minor: 6.25 }],
  });
  expect(answer.statusCode).toBe(400);
  const { errors } = answer.json<{ errors: { path: string; message: string }[] }>();
  expect(errors.map(({ path }) => path)).toEqual(['currency', 'lines.0.sku', 'lines.0.quantity', 'lines.0.unit_price_minor']);
  expect(shop.statuses()).toEqual([]);
  expect(telemetry.events).toEqual([]);
});

test('a body that is no JSON is refused', async () => {
  const { app } = createShop(approves);
  const answer = await app.inject({ method: 'POST', url: '/orders', headers: { 'content-type': 'application/json' }, payload: '{' });
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ title: 'Invalid request' });
});

test('an order is found by its id, and nothing by any other', async () => {
  const shop = createShop(approves);
  const placed = (await post(shop, order)).answer.json<Order>();
  expect((await shop.app.inject(`/orders/${placed.id}`)).json()).toEqual(placed);
  for (const id of ['00000000-0000-4000-8000-000000000000', 'no-uuid']) {
    const answer = await shop.app.inject(`/orders/${id}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ title: 'Order not found', instance: `/orders/${id}` });
  }
});

test('card number and e-mail address are in no answer and no telemetry', async () => {
  for (const authorise of [approves, declines]) {
    for (const body of [order, { ...order, lines: [] }]) {
      const { answer, telemetry } = await post(createShop(authorise), body);
      const told = answer.body + JSON.stringify(telemetry);
      expect(told).not.toContain(card.number);
      expect(told).not.toContain(order.customer.email);
    }
  }
  const { telemetry } = await post(createShop(approves), order);
  expect(telemetry).toHaveEmitted('order.placed', { customer_email: '[REDACTED:personal]' });
});
