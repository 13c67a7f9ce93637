// Type tests, checked by `tsc -p .`: what a service writes with its catalog compiles, and every mistake does not.
import {
  defineTelemetry,
  type EventFields,
  type EventName,
  type MetricDefinition,
  type MetricLabels,
  type MetricLabelsParameter,
  type MetricName,
  type MetricNameOfType,
  type MetricType,
  type TelemetryCatalog,
} from './index.ts';

type Equal<Left, Right> = (<Type>() => Type extends Left ? 1 : 2) extends <Type>() => Type extends Right ? 1 : 2 ? true : false;

function assertType<_Holds extends true>(): void {}

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
    'queue.jobs.active': { type: 'updowncounter', unit: '{job}', help: 'Jobs being worked on', owner: 'fulfilment' },
    'card.checks': {
      type: 'counter',
      unit: '{check}',
      help: 'Card checks',
      owner: 'payments',
      labels: { result: { values: ['ok', 'bad'] } },
    },
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
        express: { type: 'boolean', class: 'public' },
      },
      labels: ['currency', 'express'],
      measures: {
        amount_minor: { name: 'order.amount', unit: '{minor_unit}', help: 'Order value', buckets: [100, 1000, 10000, 100000] },
      },
    },
    'payment.refused': {
      help: 'A payment was refused',
      owner: 'payments',
      level: 'warn',
      fields: {
        merchant: { type: 'string', class: 'internal', limit: 20 },
        required: { type: 'string', class: 'internal', optional: false },
      },
      labels: ['merchant'],
    },
    'service.warmed': { help: 'Caches are filled', owner: 'storefront' },
  },
});

type Catalog = typeof catalog;

// Names and types
assertType<Equal<MetricName<Catalog>, 'payment.authorisation.duration' | 'stock.level' | 'queue.jobs.active' | 'card.checks'>>();
assertType<Equal<EventName<Catalog>, 'order.placed' | 'payment.refused' | 'service.warmed'>>();
assertType<Equal<MetricType<Catalog, 'payment.authorisation.duration'>, 'histogram'>>();
assertType<Equal<MetricType<Catalog, 'queue.jobs.active'>, 'updowncounter'>>();
assertType<Equal<MetricNameOfType<Catalog, 'counter'>, 'card.checks'>>();
assertType<Equal<MetricNameOfType<Catalog, 'gauge' | 'updowncounter'>, 'stock.level' | 'queue.jobs.active'>>();

// Labels
assertType<Equal<MetricLabels<Catalog, 'payment.authorisation.duration'>, { outcome: 'approved' | 'declined' | 'timeout' | 'error' }>>();
assertType<Equal<MetricLabels<Catalog, 'stock.level'>, { sku: string }>>();
assertType<Equal<keyof MetricLabels<Catalog, 'queue.jobs.active'>, never>>();
assertType<Equal<MetricLabelsParameter<Catalog, 'queue.jobs.active'>, []>>();
assertType<Equal<MetricLabelsParameter<Catalog, 'card.checks'>, [labels: { result: 'ok' | 'bad' }]>>();

// Fields
assertType<
  Equal<
    EventFields<Catalog, 'order.placed'>,
    { order_id: string; currency: 'EUR' | 'USD'; amount_minor: number; express: boolean; customer_email?: string }
  >
>();
assertType<Equal<EventFields<Catalog, 'payment.refused'>, { merchant: string; required: string }>>();
assertType<Equal<keyof EventFields<Catalog, 'service.warmed'>, never>>();

// What the SDK reads
assertType<Equal<Catalog['events']['order.placed']['level'], 'info'>>();
assertType<Equal<Catalog['events']['payment.refused']['level'], 'warn'>>();
assertType<Equal<Catalog['events']['order.placed']['counter']['type'], 'counter'>>();
assertType<Equal<keyof Catalog['events']['order.placed']['counter']['labels'], 'currency' | 'express'>>();
assertType<Equal<Catalog['events']['order.placed']['counter']['labels']['express']['values'], readonly ['true', 'false']>>();
assertType<Equal<Catalog['events']['order.placed']['measures']['amount_minor']['name'], 'order.amount'>>();
assertType<Equal<Catalog['events']['order.placed']['fields']['customer_email']['class'], 'personal'>>();
assertType<Equal<keyof Catalog['events']['service.warmed']['measures'], never>>();

// Any catalog goes where the SDK takes one, and a part may be left out.
export const anyCatalog: TelemetryCatalog = catalog;
export const anyMetric: MetricDefinition = catalog.metrics['stock.level'];
export const noEvents: TelemetryCatalog = defineTelemetry({ metrics: {} });
export const nothing = defineTelemetry({});
assertType<Equal<MetricName<typeof nothing>, never>>();
assertType<Equal<EventName<typeof nothing>, never>>();
assertType<Equal<MetricName<TelemetryCatalog>, string>>();
assertType<Equal<MetricLabels<TelemetryCatalog, string>, Record<string, string>>>();
assertType<Equal<EventFields<TelemetryCatalog, string>, Record<string, string | number | boolean>>>();

// The calls that an SDK builds on these types
declare function record<Name extends MetricName<Catalog>>(name: Name, value: number, ...labels: MetricLabelsParameter<Catalog, Name>): void;
declare function emit<Name extends EventName<Catalog>>(name: Name, fields: EventFields<Catalog, Name>): void;

export function writeCorrectly(): void {
  record('payment.authorisation.duration', 0.2, { outcome: 'approved' });
  record('stock.level', 4, { sku: 'any text' });
  record('queue.jobs.active', 1);
  emit('order.placed', { order_id: 'o-1', currency: 'EUR', amount_minor: 1200, express: false });
  emit('order.placed', { order_id: 'o-1', currency: 'USD', amount_minor: 1200, express: true, customer_email: 'a@example.com' });
  emit('service.warmed', {});
}

export function writeWrongly(): void {
  // @ts-expect-error a value that the label does not have
  record('payment.authorisation.duration', 0.2, { outcome: 'maybe' });
  // @ts-expect-error a missing label
  record('payment.authorisation.duration', 0.2, {});
  // @ts-expect-error no labels at all
  record('payment.authorisation.duration', 0.2);
  // @ts-expect-error a label that the metric does not have
  record('stock.level', 4, { sku: 'a', shelf: 'b' });
  // @ts-expect-error labels of a metric that has none
  record('queue.jobs.active', 1, { worker: 'a' });
  // @ts-expect-error an unknown metric
  record('stock.levels', 4, { sku: 'a' });
  // @ts-expect-error an unknown event
  emit('order.shipped', {});
  // @ts-expect-error a missing field
  emit('order.placed', { order_id: 'o-1', currency: 'EUR', amount_minor: 1200 });
  // @ts-expect-error an extra field
  emit('order.placed', { order_id: 'o-1', currency: 'EUR', amount_minor: 1200, express: false, note: 'x' });
  // @ts-expect-error a value that the field does not have
  emit('order.placed', { order_id: 'o-1', currency: 'GBP', amount_minor: 1200, express: false });
  // @ts-expect-error a field of another type
  emit('order.placed', { order_id: 'o-1', currency: 'EUR', amount_minor: '1200', express: false });
  // @ts-expect-error undefined is not a value of an optional field
  emit('order.placed', { order_id: 'o-1', currency: 'EUR', amount_minor: 1, express: false, customer_email: undefined });
}

export function defineWrongly(): void {
  // @ts-expect-error an unknown type
  defineTelemetry({ metrics: { 'a.b': { type: 'summary', unit: 's', help: 'x', owner: 'x' } } });
  // @ts-expect-error a label without values and limit
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', help: 'x', owner: 'x', labels: { c: {} } } } });
  // @ts-expect-error a metric without owner
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', help: 'x' } } });
  // @ts-expect-error an unknown data class
  defineTelemetry({ events: { 'a.b': { help: 'x', owner: 'x', fields: { c: { type: 'string', class: 'private' } } } } });
  // @ts-expect-error a level that winston's npm levels do not have
  defineTelemetry({ events: { 'a.b': { help: 'x', owner: 'x', level: 'fatal' } } });
}

export function changeDefinition(): void {
  // @ts-expect-error a definition is read-only
  catalog.metrics['stock.level'].unit = 's';
}
