// What must not compile: checked by `tsc`.
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry } from '../index.ts';

const { events, metrics } = bindTelemetry(
  defineTelemetry({
    metrics: {
      'card.checks': { type: 'counter', unit: '{check}', help: 'Checks', owner: 'shop', labels: { result: { values: ['ok', 'bad'] } } },
      'stock.level': { type: 'gauge', unit: '{item}', help: 'Stock', owner: 'shop' },
    },
    events: {
      'order.placed': {
        help: 'An order',
        owner: 'shop',
        fields: {
          currency: { type: 'string', class: 'public', values: ['EUR'] },
          note: { type: 'string', class: 'personal', optional: true },
        },
      },
    },
  }),
);

export function useCorrectly(): void {
  events.emit('order.placed', { currency: 'EUR' });
  metrics['card.checks'].add(1, { result: 'ok' });
  metrics['stock.level'].record(3);
}

export function useWrongly(): void {
  // @ts-expect-error -- not in the catalog
  events.emit('order.cancelled', {});
  // @ts-expect-error -- a field is missing
  events.emit('order.placed', {});
  // @ts-expect-error -- not a value of the field
  events.emit('order.placed', { currency: 'USD' });
  // @ts-expect-error -- not a value of the label
  metrics['card.checks'].add(1, { result: 'unknown' });
  // @ts-expect-error -- the label is missing
  metrics['card.checks'].add(1);
  // @ts-expect-error -- a counter does not record
  metrics['card.checks'].record(1, { result: 'ok' });
  // @ts-expect-error -- there are no labels
  metrics['stock.level'].record(3, { sku: 'a' });
  // @ts-expect-error -- not in the catalog
  metrics['stock.levels'].record(3);
}
