import type { TelemetryInput } from '@plinth/catalog';
import { describe, expect, test } from 'vitest';
import { findCatalogChanges } from './catalog-changes.ts';
import { parseCatalogFile } from './catalog-file.ts';

const metric = {
  type: 'histogram',
  unit: 's',
  help: 'Time',
  owner: 'shop',
  labels: { outcome: { values: ['ok', 'failed'] }, sku: { limit: 100 } },
  buckets: [0.1, 1],
};
const event = {
  help: 'Placed',
  owner: 'shop',
  fields: {
    order_id: { type: 'string', class: 'internal' },
    currency: { type: 'string', class: 'public', values: ['EUR', 'USD'] },
    amount: { type: 'number', class: 'internal' },
    email: { type: 'string', class: 'personal' },
  },
  labels: ['currency'],
  measures: { amount: { name: 'order.amount', unit: '{minor_unit}', help: 'Amount', buckets: [100, 1000] } },
};
type Loose = Record<string, unknown>;

const catalog = (metrics: Loose, events: Loose = {}) => parseCatalogFile({ metrics, events } as unknown as TelemetryInput);
const changed = (now: Loose): string[] => tell(catalog({ 'order.time': metric }), catalog({ 'order.time': { ...metric, ...now } }));
const changedEvent = (now: Loose): string[] =>
  tell(catalog({}, { 'order.placed': event }), catalog({}, { 'order.placed': { ...event, ...now } }));
const changedField = (name: string, now: Loose | undefined): string[] => {
  const fields = { ...event.fields, [name]: { ...event.fields[name as keyof typeof event.fields], ...now } };
  return changedEvent({
    fields: now === undefined ? Object.fromEntries(Object.entries(event.fields).filter(([key]) => key !== name)) : fields,
  });
};
const tell = (...both: Parameters<typeof findCatalogChanges>): string[] =>
  findCatalogChanges(...both).map(({ breaking, path, message }) => `${breaking ? 'BREAKING ' : ''}${path} ${message}`);

describe('metrics', () => {
  test.each<[Loose, string[]]>([
    [{ help: 'Other words', owner: 'other' }, []],
    [{ unit: 'By' }, ['BREAKING metrics["order.time"].unit was s and is By now']],
    [
      { type: 'gauge', buckets: undefined },
      [
        'BREAKING metrics["order.time"].buckets were removed: the bounds are other ones now',
        'BREAKING metrics["order.time"].type was histogram and is gauge now',
      ],
    ],
    [{ buckets: [0.1, 0.5] }, ['BREAKING metrics["order.time"].buckets lost 1']],
    [{ buckets: [0.1, 0.5, 1] }, []],
    [{ labels: { sku: { limit: 100 } } }, ['BREAKING metrics["order.time"].labels.outcome was removed']],
    [
      { labels: { ...metric.labels, outcome: { values: ['ok'] } } },
      ['BREAKING metrics["order.time"].labels.outcome lost the values failed'],
    ],
    [
      { labels: { ...metric.labels, outcome: { values: ['ok', 'failed', 'late'] } } },
      ['metrics["order.time"].labels.outcome has the new values late'],
    ],
    [
      { labels: { ...metric.labels, sku: { values: ['a'] } } },
      [
        'BREAKING metrics["order.time"].labels.sku had any value, and has only a now',
        'metrics["order.time"].labels.sku keeps 1 values, and kept 100',
      ],
    ],
    [{ labels: { ...metric.labels, sku: { limit: 50 } } }, ['metrics["order.time"].labels.sku keeps 50 values, and kept 100']],
    [{ labels: { ...metric.labels, more: { limit: 2 } } }, ['metrics["order.time"].labels.more was added']],
  ])('%j', (now, said) => {
    expect(changed(now)).toEqual(said);
  });

  test('one that was renamed, one that was removed, one that was added', () => {
    const before = catalog({ 'order.time': metric, 'order.size': { ...metric, unit: 'By' }, kept: metric });
    const after = catalog({
      'order.duration': { ...metric, help: 'Other words' },
      'cart.size': { ...metric, unit: '{item}' },
      kept: metric,
    });
    expect(tell(before, after)).toEqual([
      'metrics["cart.size"] was added',
      'BREAKING metrics["order.size"] was removed',
      'BREAKING metrics["order.time"] was renamed to order.duration',
    ]);
  });
});

describe('events', () => {
  test('renamed', () => {
    expect(tell(catalog({}, { 'order.placed': event }), catalog({}, { 'order.taken': event }))).toEqual([
      'BREAKING events["order.placed"] was renamed to order.taken',
    ]);
  });

  test.each<[string, Loose | undefined, string[]]>([
    [
      'email',
      { class: 'internal' },
      ['BREAKING events["order.placed"].fields.email.class was personal and is internal now: more people see it'],
    ],
    ['order_id', { class: 'personal' }, ['events["order.placed"].fields.order_id.class was internal and is personal now']],
    ['order_id', { type: 'number' }, ['BREAKING events["order.placed"].fields.order_id.type was string and is number now']],
    ['order_id', { optional: true }, ['BREAKING events["order.placed"].fields.order_id was always there, and is optional now']],
    ['order_id', undefined, ['BREAKING events["order.placed"].fields.order_id was removed']],
    [
      'currency',
      { values: ['EUR'] },
      [
        'BREAKING events["order.placed"].fields.currency lost the values USD',
        'BREAKING events["order.placed"].labels.currency lost the values USD',
      ],
    ],
  ])('field %s: %j', (name, now, said) => {
    expect(changedField(name, now)).toEqual(said);
  });

  test('labels and measures', () => {
    expect(changedEvent({ labels: [] })).toEqual(['BREAKING events["order.placed"].labels.currency was removed']);
    expect(changedEvent({ measures: {} })).toEqual([
      'BREAKING events["order.placed"].measures.amount was removed, and with it the metric order.amount',
    ]);
    expect(changedEvent({ measures: { amount: { ...event.measures.amount, name: 'order.value', unit: '1' } } })).toEqual([
      'BREAKING events["order.placed"].measures.amount.name was order.amount and is order.value now',
      'BREAKING events["order.placed"].measures.amount.unit was {minor_unit} and is 1 now',
    ]);
    expect(changedEvent({ level: 'error', help: 'Other words' })).toEqual([]);
  });
});

test('a measure that is new is no break, and a label that may have any value now is none', () => {
  expect(
    changedEvent({
      measures: { ...event.measures, weight: { name: 'order.weight', unit: 'By', help: 'Weight' } },
      fields: { ...event.fields, weight: { type: 'number', class: 'internal' } },
    }),
  ).toEqual([
    'events["order.placed"].fields.weight was added',
    'events["order.placed"].measures.weight was added, and with it the metric order.weight',
  ]);
  expect(changed({ labels: { ...metric.labels, outcome: { limit: 2 } } })).toEqual([
    'metrics["order.time"].labels.outcome had only ok, failed, and has any value now',
  ]);
});

test('a label that is named like what every object has is a label', () => {
  const labels = (name: string): Loose => ({ labels: { ...metric.labels, [name]: { limit: 5 } } });
  const both = [catalog({ 'order.time': { ...metric, ...labels('constructor') } }), catalog({ 'order.time': metric })] as const;
  expect(tell(both[0], both[1])).toEqual(['BREAKING metrics["order.time"].labels.constructor was removed']);
  expect(tell(both[1], both[0])).toEqual(['metrics["order.time"].labels.constructor was added']);
});
