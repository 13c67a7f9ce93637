// What fulfilment counts and tells.
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry } from '@plinth/node';

const sku = { type: 'string', class: 'public', limit: 100 } as const;
const order_id = { type: 'string', class: 'internal' } as const;

export const { events, metrics } = bindTelemetry(
  defineTelemetry({
    metrics: {
      'stock.level': {
        type: 'gauge',
        unit: '{item}',
        help: 'Items in stock after the last reservation',
        owner: 'fulfilment',
        labels: { sku: { limit: 100 } },
      },
    },
    events: {
      'stock.reserved': {
        help: 'Everything that an order needs is reserved',
        owner: 'fulfilment',
        fields: { order_id, item_count: { type: 'number', class: 'internal' } },
      },
      'stock.depleted': {
        help: 'An order could not be fulfilled: a product is out of stock',
        owner: 'fulfilment',
        level: 'warn',
        fields: { order_id, sku },
        labels: ['sku'],
      },
      'order.fulfilment_failed': {
        help: 'An order was given up after its last try',
        owner: 'fulfilment',
        level: 'error',
        fields: { order_id },
      },
    },
  }),
);
