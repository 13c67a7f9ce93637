import { defineTelemetry, type EventFields, type MetricLabels } from './index.ts';

export const catalog = defineTelemetry({
  metrics: {
    'payment.authorisation.duration': {
      type: 'histogram',
      unit: 's',
      help: 'Time the card network took to answer',
      owner: 'payments',
      labels: { outcome: { values: ['approved', 'declined', 'timeout', 'error'] } },
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 2.5],
    },
    'stock.level': { type: 'gauge', unit: '{item}', help: 'Items on the shelf', owner: 'fulfilment', labels: { sku: { limit: 50 } } },
  },
  events: {
    'order.placed': {
      help: 'An order was accepted',
      owner: 'storefront',
      fields: {
        order_id: { type: 'string', class: 'internal' },
        currency: { type: 'string', values: ['EUR', 'USD'], class: 'public' },
        amount_minor: { type: 'number', class: 'internal' },
        customer_email: { type: 'string', class: 'personal', optional: true },
      },
      labels: ['currency'],
      measures: { amount_minor: { name: 'order.amount', unit: '{minor_unit}', help: 'Order value', buckets: [100, 1000, 10_000] } },
    },
  },
});

// { outcome: 'approved' | 'declined' | 'timeout' | 'error' }
export type Outcome = MetricLabels<typeof catalog, 'payment.authorisation.duration'>;

// { order_id: string; currency: 'EUR' | 'USD'; amount_minor: number; customer_email?: string }
export type OrderPlaced = EventFields<typeof catalog, 'order.placed'>;
