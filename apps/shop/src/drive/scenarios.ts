// The orders, and what must be seen of each.
import type { ExpectedRequest, Scenario } from '../evidence.ts';

/** Stand-ins for what must never leave a service. The card numbers are the simulated network's test numbers. */
export const secrets = { email: 'jane.doe@customer.example' } as const;

const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  timeout: '4000000000000044',
} as const;

function order(card: string, sku = 'MUG-1'): unknown {
  return {
    customer: { email: secrets.email },
    card: { number: card },
    currency: 'EUR',
    lines: [{ sku, quantity: 2, unit_price_minor: 1250 }],
  };
}

const storefront = (status: number): ExpectedRequest => ({ service: 'storefront', method: 'POST', route: '/orders', status });
const payments = (status: number): ExpectedRequest => ({ service: 'payments', method: 'POST', route: '/authorisations', status });
const placed = [
  { service: 'payments', name: 'payment.authorised' },
  { service: 'storefront', name: 'order.placed' },
] as const;

export const scenarios: readonly Scenario[] = [
  {
    title: 'an order that succeeds',
    order: order(cards.good),
    expect: {
      status: 201,
      orderStatus: 'fulfilled',
      requests: [storefront(201), payments(200)],
      jobs: 1,
      events: [...placed, { service: 'fulfilment', name: 'stock.reserved' }],
    },
  },
  {
    title: 'a declined card',
    order: order(cards.declined),
    expect: {
      status: 402,
      orderStatus: undefined,
      requests: [storefront(402), payments(200)],
      jobs: 0,
      events: [
        { service: 'payments', name: 'payment.declined' },
        { service: 'storefront', name: 'order.payment_declined' },
      ],
    },
  },
  {
    title: 'a card network that does not answer',
    order: order(cards.timeout),
    expect: {
      status: 504,
      orderStatus: undefined,
      requests: [storefront(504), payments(504)],
      jobs: 0,
      events: [
        { service: 'payments', name: 'payment.failed' },
        { service: 'storefront', name: 'order.payment_failed' },
      ],
    },
  },
  {
    title: 'a product that is out of stock',
    order: order(cards.good, 'RARE-1'),
    expect: {
      status: 201,
      orderStatus: 'out_of_stock',
      requests: [storefront(201), payments(200)],
      jobs: 1,
      events: [...placed, { service: 'fulfilment', name: 'stock.depleted' }],
    },
  },
  {
    title: 'an invalid body',
    order: { customer: { email: secrets.email }, currency: 'EUR', lines: [] },
    expect: { status: 400, orderStatus: undefined, requests: [storefront(400)], jobs: 0, events: [] },
  },
  {
    title: 'a worker that fails once, then succeeds',
    order: order(cards.good, 'FLAKY-1'),
    expect: {
      status: 201,
      orderStatus: 'fulfilled',
      requests: [storefront(201), payments(200)],
      jobs: 2,
      events: [...placed, { service: 'fulfilment', name: 'stock.reserved' }],
    },
  },
];

/** Text that must appear nowhere in what was observed. */
export const forbiddenText: readonly string[] = [secrets.email, ...Object.values(cards)];
