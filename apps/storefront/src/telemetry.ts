// What the storefront counts and tells.
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry } from '@plinth/node';

const order = {
  order_id: { type: 'string', class: 'internal' },
  amount_minor: { type: 'number', class: 'internal' },
  currency: { type: 'string', class: 'public', values: ['EUR', 'USD'] },
} as const;

export const { events } = bindTelemetry(
  defineTelemetry({
    events: {
      'order.placed': {
        help: 'An order was paid and handed to fulfilment',
        owner: 'storefront',
        fields: {
          ...order,
          line_count: { type: 'number', class: 'internal' },
          customer_email: { type: 'string', class: 'personal' },
        },
        labels: ['currency'],
        measures: {
          amount_minor: {
            name: 'order.amount',
            unit: '{minor_unit}',
            help: 'Amount of a placed order in minor units of its currency',
            buckets: [500, 1000, 5000, 10_000, 50_000, 100_000],
          },
        },
      },
      'order.payment_declined': {
        help: 'An order was not placed: the card was declined',
        owner: 'storefront',
        level: 'warn',
        fields: order,
        labels: ['currency'],
      },
      'order.payment_failed': {
        help: 'An order was not placed: the payment could not be asked for',
        owner: 'storefront',
        level: 'error',
        fields: order,
        labels: ['currency'],
      },
    },
  }),
);
