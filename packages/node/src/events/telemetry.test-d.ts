// What must not compile: checked by `tsc`.
import { defineTelemetry } from '@plinth/catalog';
import type { EventFields, EventName, TelemetryCatalog } from '@plinth/catalog';
import { bindTelemetry, type CatalogEvents } from '../index.ts';

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
      'cache.warmed': { help: 'The cache is filled', owner: 'shop' },
      'cart.left': { help: 'A cart was left', owner: 'shop', fields: { note: { type: 'string', class: 'internal', optional: true } } },
    },
  }),
);

export function useCorrectly(): void {
  events.emit('order.placed', { currency: 'EUR' });
  metrics['card.checks'].add(1, { result: 'ok' });
  metrics['stock.level'].record(3);
  events.emit('cache.warmed');
  events.emit('cache.warmed', {});
  events.emit('cart.left');
  events.emit('cart.left', {});
  events.emit('cart.left', { note: 'no stock' });
}

/** A wrapper that is generic in the event hands name and fields on. */
export function forward<C extends TelemetryCatalog, E extends EventName<C>>(
  target: CatalogEvents<C>,
  name: E,
  fields: EventFields<C, E>,
): void {
  target.emit(name, fields);
}

/** Of a catalog whose events are not known to the compiler, any name may come alone. */
export function emitAny(target: CatalogEvents<TelemetryCatalog>): void {
  target.emit('any.event');
  target.emit('any.event', { text: 'x', count: 1 });
}

export function useWrongly(): void {
  // @ts-expect-error -- not in the catalog
  events.emit('order.cancelled', {});
  // @ts-expect-error -- a field is missing
  events.emit('order.placed', {});
  // @ts-expect-error -- the event has a field that is not optional
  events.emit('order.placed');
  // @ts-expect-error -- a field that the event does not have
  events.emit('cart.left', { notes: 'x' });
  // @ts-expect-error -- a field of another type
  events.emit('cart.left', { note: 1 });
  // @ts-expect-error -- undefined is not fields
  events.emit('cache.warmed', undefined);
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
