// One bad definition for each problem code: it has that problem, at that path, and no other.
import { describe, expect, it } from 'vitest';
import { defineTelemetry } from './define-telemetry.ts';
import { CatalogError, catalogProblems, type CatalogProblemCode } from './errors.ts';
import type { TelemetryInput } from './telemetry-catalog.ts';

type Part = Readonly<Record<string, unknown>>;

interface BadDefinition {
  readonly definition: unknown;
  readonly path: string;
}

const counter = { type: 'counter', unit: '{check}', help: 'Card checks', owner: 'payments' };
const event = { help: 'An order was accepted', owner: 'storefront' };
const orderId = { type: 'string', class: 'internal' };
const amount = { type: 'number', class: 'internal' };
const orderAmount = { name: 'order.amount', unit: '{minor_unit}', help: 'Order value' };

function metric(part: Part): unknown {
  return { metrics: { 'card.checks': { ...counter, ...part } } };
}

function labels(rules: Part): unknown {
  return metric({ labels: rules });
}

function order(part: Part): unknown {
  return { events: { 'order.placed': { ...event, ...part } } };
}

const tooManyValues = Object.fromEntries(['a', 'b', 'c'].map((label) => [label, { limit: 22 }]));

const badDefinitions: Readonly<Record<CatalogProblemCode, readonly BadDefinition[]>> = {
  'catalog.not_an_object': [
    { definition: undefined, path: 'definition' },
    { definition: { metrics: [] }, path: 'metrics' },
    { definition: { events: new Map() }, path: 'events' },
    { definition: { metrics: { 'card.checks': 'counter' } }, path: 'metrics["card.checks"]' },
    { definition: { events: { 'order.placed': null } }, path: 'events["order.placed"]' },
    { definition: labels({ result: ['ok'] }), path: 'metrics["card.checks"].labels.result' },
    { definition: order({ fields: { order_id: 'string' } }), path: 'events["order.placed"].fields.order_id' },
    { definition: order({ fields: { amount }, measures: { amount: 'order.amount' } }), path: 'events["order.placed"].measures.amount' },
  ],
  'catalog.not_an_array': [
    { definition: labels({ result: { values: 'ok' } }), path: 'metrics["card.checks"].labels.result.values' },
    { definition: metric({ type: 'histogram', buckets: 5 }), path: 'metrics["card.checks"].buckets' },
    { definition: order({ labels: {} }), path: 'events["order.placed"].labels' },
  ],
  'catalog.unknown_property': [
    { definition: { metric: {} }, path: 'metric' },
    { definition: metric({ bucket: [1] }), path: 'metrics["card.checks"].bucket' },
    { definition: labels({ result: { values: ['ok'], default: 'ok' } }), path: 'metrics["card.checks"].labels.result.default' },
    { definition: order({ severity: 'warn' }), path: 'events["order.placed"].severity' },
    {
      definition: order({ fields: { order_id: { ...orderId, required: true } } }),
      path: 'events["order.placed"].fields.order_id.required',
    },
    {
      definition: order({ fields: { amount }, measures: { amount: { ...orderAmount, owner: 'a' } } }),
      path: 'events["order.placed"].measures.amount.owner',
    },
  ],

  'catalog.name_charset': [
    ...[
      '',
      'cardChecks',
      'card..checks',
      '.card',
      'card.',
      'card-checks',
      'card.2fa',
      'card__checks',
      'card_',
      'card checks',
      'karte.prüfung',
    ].map((name) => ({
      definition: { metrics: { [name]: counter } },
      path: name === '' ? 'metrics[""]' : (expect.stringMatching(/^metrics/) as string),
    })),
    { definition: { events: { OrderPlaced: event } }, path: 'events.OrderPlaced' },
    { definition: JSON.parse('{"events":{"__proto__":{"help":"a","owner":"b"}}}'), path: 'events.__proto__' },
    {
      definition: order({ fields: { amount }, measures: { amount: { ...orderAmount, name: undefined } } }),
      path: 'events["order.placed"].measures.amount.name',
    },
  ],
  'catalog.name_length': [{ definition: { metrics: { ['a'.repeat(256)]: counter } }, path: `metrics.${'a'.repeat(256)}` }],
  'catalog.name_suffix': [
    ...['total', 'count', 'sum', 'bucket', 'info'].flatMap((suffix) => [
      { definition: { metrics: { [`card.checks_${suffix}`]: counter } }, path: `metrics["card.checks_${suffix}"]` },
      { definition: { metrics: { [`card.checks.${suffix}`]: counter } }, path: `metrics["card.checks.${suffix}"]` },
    ]),
    { definition: { events: { 'order.total': event } }, path: 'events["order.total"]' },
  ],
  'catalog.name_unit': [
    { definition: { metrics: { 'card.wait.seconds': counter } }, path: 'metrics["card.wait.seconds"]' },
    { definition: { metrics: { 'card.wait_ms': counter } }, path: 'metrics["card.wait_ms"]' },
    { definition: { metrics: { 'card.size_bytes': counter } }, path: 'metrics["card.size_bytes"]' },
    { definition: { metrics: { 'card.fill.percent': counter } }, path: 'metrics["card.fill.percent"]' },
    {
      definition: order({ fields: { amount }, measures: { amount: { ...orderAmount, name: 'order.wait.seconds' } } }),
      path: 'events["order.placed"].measures.amount.name',
    },
  ],
  'catalog.name_collision': [
    { definition: { metrics: { 'card.checks': counter, card_checks: counter } }, path: 'metrics.card_checks' },
    { definition: { metrics: { 'card.checks': counter }, events: { 'card.checks': event } }, path: 'events["card.checks"]' },
    {
      definition: { metrics: { 'http.server.request.duration': { ...counter, type: 'histogram', unit: 's' } } },
      path: 'metrics["http.server.request.duration"]',
    },
    {
      definition: order({ fields: { amount, fee: amount }, measures: { amount: orderAmount, fee: orderAmount } }),
      path: 'events["order.placed"].measures.fee.name',
    },
  ],

  'catalog.help_empty': [
    { definition: metric({ help: '' }), path: 'metrics["card.checks"].help' },
    { definition: metric({ help: undefined }), path: 'metrics["card.checks"].help' },
    { definition: order({ help: ' \n' }), path: 'events["order.placed"].help' },
  ],
  'catalog.help_form': [
    { definition: metric({ help: 'a'.repeat(1024) }), path: 'metrics["card.checks"].help' },
    { definition: order({ help: 'two\nlines' }), path: 'events["order.placed"].help' },
  ],
  'catalog.owner_empty': [
    { definition: metric({ owner: ' ' }), path: 'metrics["card.checks"].owner' },
    { definition: order({ owner: undefined }), path: 'events["order.placed"].owner' },
  ],

  'catalog.metric_type': [
    { definition: metric({ type: 'summary' }), path: 'metrics["card.checks"].type' },
    { definition: metric({ type: 'summary', buckets: [2, 1] }), path: 'metrics["card.checks"].type' },
    { definition: metric({ type: undefined }), path: 'metrics["card.checks"].type' },
  ],
  'catalog.unit_not_base': [
    ...['ms', 'kBy', '%', 'By/s', '', 'furlong', undefined, 'constructor'].map((unit) => ({
      definition: metric({ unit }),
      path: 'metrics["card.checks"].unit',
    })),
    {
      definition: order({ fields: { amount }, measures: { amount: { ...orderAmount, unit: 'kBy' } } }),
      path: 'events["order.placed"].measures.amount.unit',
    },
  ],
  'catalog.buckets_not_histogram': [{ definition: metric({ buckets: [1] }), path: 'metrics["card.checks"].buckets' }],
  'catalog.buckets_empty': [{ definition: metric({ type: 'histogram', buckets: [] }), path: 'metrics["card.checks"].buckets' }],
  'catalog.bucket_not_finite': [Infinity, Number.NaN, '5', null].map((bucket) => ({
    definition: metric({ type: 'histogram', buckets: [1, bucket] }),
    path: 'metrics["card.checks"].buckets[1]',
  })),
  'catalog.buckets_not_ascending': [
    { definition: metric({ type: 'histogram', buckets: [1, 3, 2] }), path: 'metrics["card.checks"].buckets[2]' },
    { definition: metric({ type: 'histogram', buckets: [1, 1] }), path: 'metrics["card.checks"].buckets[1]' },
    {
      definition: order({ fields: { amount }, measures: { amount: { ...orderAmount, buckets: [5, 4] } } }),
      path: 'events["order.placed"].measures.amount.buckets[1]',
    },
  ],

  'catalog.label_name': ['cardNetwork', 'card-network', '2fa', '_network', 'card.network', 'a'.repeat(256)].map((label) => ({
    definition: labels({ [label]: { limit: 5 } }),
    path: expect.stringMatching(/^metrics\["card.checks"\].labels/) as string,
  })),
  'catalog.label_reserved': [
    ...['le', 'quantile', 'job', 'instance', '__name__', '__x', 'otel_scope_name', 'otel_x'].map((label) => ({
      definition: labels({ [label]: { values: ['a'] } }),
      path: `metrics["card.checks"].labels.${label}`,
    })),
    { definition: order({ fields: { job: { ...orderId, limit: 5 } }, labels: ['job'] }), path: 'events["order.placed"].labels[0]' },
  ],
  'catalog.label_unbounded': [
    { definition: labels({ result: {} }), path: 'metrics["card.checks"].labels.result' },
    { definition: order({ fields: { order_id: orderId }, labels: ['order_id'] }), path: 'events["order.placed"].labels[0]' },
  ],
  'catalog.label_id': ['correlation_id', 'trace_id', 'span_id'].map((label) => ({
    definition: labels({ [label]: { limit: 100 } }),
    path: `metrics["card.checks"].labels.${label}`,
  })),
  'catalog.label_limit': [
    ...[0, 1001, 2.5, -1, Number.NaN, '5'].map((limit) => ({
      definition: labels({ result: { limit } }),
      path: 'metrics["card.checks"].labels.result.limit',
    })),
    { definition: labels({ result: { values: ['ok', 'bad'], limit: 1 } }), path: 'metrics["card.checks"].labels.result.limit' },
    {
      definition: labels({ result: { values: Array.from({ length: 1001 }, (_item, index) => `v${index}`) } }),
      path: 'metrics["card.checks"].labels.result.values',
    },
    { definition: order({ fields: { order_id: { ...orderId, limit: 0 } } }), path: 'events["order.placed"].fields.order_id.limit' },
  ],
  'catalog.label_series': [
    { definition: labels(tooManyValues), path: 'metrics["card.checks"].labels' },
    {
      definition: order({
        fields: { a: { ...orderId, limit: 1000 }, b: { ...orderId, limit: 10 }, express: { type: 'boolean', class: 'public' } },
        labels: ['a', 'b', 'express'],
      }),
      path: 'events["order.placed"].labels',
    },
  ],
  'catalog.label_data_class': ['personal', 'secret'].map((dataClass) => ({
    definition: order({ fields: { email: { type: 'string', class: dataClass, limit: 5 } }, labels: ['email'] }),
    path: 'events["order.placed"].labels[0]',
  })),
  'catalog.values_empty': [
    { definition: labels({ result: { values: [] } }), path: 'metrics["card.checks"].labels.result.values' },
    { definition: order({ fields: { order_id: { ...orderId, values: [] } } }), path: 'events["order.placed"].fields.order_id.values' },
  ],
  'catalog.value_not_text': ['', 1, true, undefined].map((value) => ({
    definition: labels({ result: { values: ['ok', value] } }),
    path: 'metrics["card.checks"].labels.result.values[1]',
  })),
  'catalog.values_duplicate': [
    { definition: labels({ result: { values: ['ok', 'bad', 'ok'] } }), path: 'metrics["card.checks"].labels.result.values[2]' },
  ],

  'catalog.event_level': ['fatal', 'notice', 3, null].map((level) => ({
    definition: order({ level }),
    path: 'events["order.placed"].level',
  })),
  'catalog.event_label_unknown': [
    { definition: order({ labels: ['currency'] }), path: 'events["order.placed"].labels[0]' },
    {
      definition: order({ fields: { express: { type: 'boolean', class: 'public' } }, labels: [true] }),
      path: 'events["order.placed"].labels[0]',
    },
    { definition: order({ labels: ['constructor'] }), path: 'events["order.placed"].labels[0]' },
  ],
  'catalog.event_label_duplicate': [
    {
      definition: order({ fields: { express: { type: 'boolean', class: 'public' } }, labels: ['express', 'express'] }),
      path: 'events["order.placed"].labels[1]',
    },
  ],
  'catalog.event_label_number': [
    { definition: order({ fields: { amount }, labels: ['amount'] }), path: 'events["order.placed"].labels[0]' },
  ],

  'catalog.field_name': ['orderId', 'order.id', '__order', '2nd', ''].map((field) => ({
    definition: order({ fields: { [field]: orderId } }),
    path: expect.stringMatching(/^events\["order.placed"\].fields/) as string,
  })),
  'catalog.field_reserved': ['message', 'level', 'trace_id', 'correlation_id', 'event', 'error', 'service.name'].map((field) => ({
    definition: order({ fields: { [field]: orderId } }),
    path: expect.stringMatching(/^events\["order.placed"\].fields/) as string,
  })),
  'catalog.field_type': [
    { definition: order({ fields: { order_id: { ...orderId, type: 'uuid' } } }), path: 'events["order.placed"].fields.order_id.type' },
  ],
  'catalog.field_class': [
    { definition: order({ fields: { order_id: { type: 'string' } } }), path: 'events["order.placed"].fields.order_id.class' },
  ],
  'catalog.field_optional': [
    {
      definition: order({ fields: { order_id: { ...orderId, optional: 'yes' } } }),
      path: 'events["order.placed"].fields.order_id.optional',
    },
  ],
  'catalog.field_not_text': [
    { definition: order({ fields: { amount: { ...amount, values: ['1'] } } }), path: 'events["order.placed"].fields.amount.values' },
    {
      definition: order({ fields: { express: { type: 'boolean', class: 'public', limit: 2 } } }),
      path: 'events["order.placed"].fields.express.limit',
    },
  ],

  'catalog.measure_unknown': [{ definition: order({ measures: { amount: orderAmount } }), path: 'events["order.placed"].measures.amount' }],
  'catalog.measure_not_number': [
    {
      definition: order({ fields: { order_id: orderId }, measures: { order_id: orderAmount } }),
      path: 'events["order.placed"].measures.order_id',
    },
  ],
  'catalog.measure_secret': [
    {
      definition: order({ fields: { amount: { type: 'number', class: 'secret' } }, measures: { amount: orderAmount } }),
      path: 'events["order.placed"].measures.amount',
    },
  ],
};

function findProblems(definition: unknown): CatalogError['problems'] {
  try {
    defineTelemetry(definition as TelemetryInput);
  } catch (error) {
    if (error instanceof CatalogError) return error.problems;
    throw error;
  }
  return [];
}

const cases = Object.entries(badDefinitions).flatMap(([code, definitions]) =>
  definitions.map(({ definition, path }, index): [string, number, unknown, string] => [code, index, definition, path]),
);

describe('a bad definition', () => {
  it.each(cases)('%s %i', (code, _index, definition, path) => {
    expect(findProblems(definition)).toEqual([
      { code, path, message: expect.stringMatching(/^expected .+, got .+/) as string, remedy: expect.stringMatching(/.+/) as string },
    ]);
  });

  it('is there for every code of the table', () => {
    expect(Object.keys(badDefinitions).toSorted()).toEqual(Object.keys(catalogProblems).toSorted());
    expect(Object.values(badDefinitions).every((definitions) => definitions.length > 0)).toBe(true);
  });
});

describe('a good definition', () => {
  it.each([
    ['nothing', {}],
    ['parts that are left out', { metrics: undefined, events: undefined }],
    ['the base of the bad metrics', metric({})],
    ['the base of the bad events', order({ fields: { order_id: orderId, amount }, measures: { amount: orderAmount } })],
    ['a name and a label at the longest', { metrics: { ['a'.repeat(255)]: { ...counter, labels: { ['a'.repeat(255)]: { limit: 5 } } } } }],
    ['the longest help', metric({ help: 'a'.repeat(1023) })],
    ['the largest limit and the most series', labels({ a: { limit: 1000 }, b: { limit: 10 } })],
    ['an id with known values', labels({ trace_id: { values: ['present', 'absent'] } })],
    ['a limit above the number of values', labels({ result: { values: ['ok'], limit: 5 } })],
    [
      'a personal number that is measured',
      order({ fields: { age: { type: 'number', class: 'personal' } }, measures: { age: orderAmount } }),
    ],
    ['a field that only a label could not be', order({ fields: { job: orderId } })],
    ['words that are only like a suffix', { metrics: { 'account.checks': counter, 'sum.checks': counter, 'order.subtotal': counter } }],
    [
      'names that objects inherit',
      { metrics: { constructor: counter }, events: { 'to.string': { ...event, fields: { constructor: orderId } } } },
    ],
  ])('has %s', (_title, definition) => {
    expect(findProblems(definition)).toEqual([]);
  });
});
