// Laws that hold for any definition.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CatalogError,
  defineTelemetry,
  standardMetrics,
  type MetricDefinition,
  type TelemetryCatalog,
  type TelemetryInput,
} from './index.ts';

const prometheusName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-z][a-z0-9_]*$/;
const sampleSuffixes = { counter: ['_total'], histogram: ['_bucket', '_count', '_sum'], gauge: [''], updowncounter: [''] } as const;

function listMetrics({ metrics, events }: TelemetryCatalog): MetricDefinition[] {
  return [...Object.values(metrics), ...Object.values(events).flatMap(({ counter, measures }) => [counter, ...Object.values(measures)])];
}

/** The lines that a scrape would show for a metric. */
function listSamples({ prometheusName: name, type }: Pick<MetricDefinition, 'prometheusName' | 'type'>): string[] {
  return sampleSuffixes[type].map((suffix) => `${type === 'counter' ? name.replace(/_total$/, '') : name}${suffix}`);
}

function listNameFaults(catalog: TelemetryCatalog): string[] {
  const metrics = listMetrics(catalog);
  const samples = [...Object.values(standardMetrics), ...metrics].flatMap(listSamples);
  return [
    ...metrics.filter((metric) => !prometheusName.test(metric.prometheusName)).map((metric) => `name ${metric.prometheusName}`),
    ...metrics.flatMap((metric) => Object.keys(metric.labels).filter((label) => !labelName.test(label) || label === 'le')),
    ...samples.filter((sample, index) => samples.indexOf(sample) < index).map((sample) => `twice ${sample}`),
  ];
}

function listErrorFaults(error: unknown): string[] {
  if (!(error instanceof CatalogError)) return [`threw ${String(error)}`];
  if (error.problems.length === 0) return ['no problems'];
  const told = error.problems.filter(({ path, message }) => path !== '' && error.message.includes(`${path}: ${message}`));
  return told.length === error.problems.length ? [] : ['a problem without path or not in the message'];
}

/** What is wrong with how a definition was answered. */
function listFaults(definition: unknown): string[] {
  try {
    return listNameFaults(defineTelemetry(definition as TelemetryInput));
  } catch (error) {
    return listErrorFaults(error);
  }
}

// Few words, so that names often collide.
const words = fc.constantFrom('order', 'a', 'b', 'a_b', 'wait', 'created');
const badWords = fc.constantFrom('total', 'seconds', 'count', 'info', 'A', '', '__proto__', 'le', 'job', 'trace_id', 'constructor', 'http');
const name = fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const anyName = fc.oneof(
  { arbitrary: name, weight: 6 },
  { arbitrary: fc.tuple(name, badWords).map((parts) => parts.join('.')), weight: 1 },
  { arbitrary: badWords, weight: 1 },
  { arbitrary: fc.string(), weight: 1 },
);
const text = fc.constantFrom('An order was accepted', 'storefront');
const unit = fc.constantFrom('s', 'By', '1', '{order}', 'm');
const type = fc.constantFrom('counter', 'updowncounter', 'gauge', 'histogram');
const buckets = fc
  .uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 5 })
  .map((bounds) => bounds.toSorted((left, right) => left - right));
const values = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 });
const bound = fc.oneof(fc.record({ values }), fc.record({ limit: fc.integer({ min: 1, max: 20 }) }));
const label = fc.constantFrom('outcome', 'currency', 'sku');

function orJunk<Value>(good: fc.Arbitrary<Value>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: good, weight: 30 }, { arbitrary: fc.anything(), weight: 1 });
}

const metric = fc
  .record({ type, unit, help: text, owner: text, labels: fc.dictionary(label, bound), buckets })
  .map(({ buckets: bounds, ...rest }) => (rest.type === 'histogram' ? { ...rest, buckets: bounds } : rest));

const stringField = bound.map((rule) => ({ type: 'string', class: 'internal', ...rule }));
const event = fc.record({
  help: text,
  owner: text,
  level: fc.constantFrom('info', 'warn'),
  fields: fc.record({
    sku: stringField,
    express: fc.constant({ type: 'boolean', class: 'public' }),
    amount: fc.constant({ type: 'number', class: 'personal' }),
  }),
  labels: fc.subarray(['sku', 'express']),
  measures: fc.record({ amount: fc.record({ name, unit, help: text, buckets }) }, { requiredKeys: [] }),
});

const colliding = fc.record({ metrics: fc.dictionary(name, metric, { maxKeys: 6 }), events: fc.dictionary(name, event, { maxKeys: 4 }) });

const wild = fc.record(
  {
    metrics: orJunk(
      fc.dictionary(
        anyName,
        fc.record(
          {
            type: orJunk(type),
            unit: orJunk(unit),
            help: orJunk(text),
            owner: orJunk(text),
            labels: orJunk(fc.dictionary(anyName, orJunk(bound))),
            buckets: orJunk(buckets),
          },
          { requiredKeys: [] },
        ),
      ),
    ),
    events: orJunk(fc.dictionary(anyName, orJunk(event))),
  },
  { requiredKeys: [] },
);

/** Names that differ whatever their unit and type: `n0`, `n1`, … */
const distinct = fc.record({ metrics: fc.array(metric, { maxLength: 6 }), events: fc.array(event, { maxLength: 4 }) }).map((lists) => ({
  metrics: Object.fromEntries(lists.metrics.map((entry, index) => [`shop.metric${index}`, entry])),
  events: Object.fromEntries(
    lists.events.map(({ measures, ...entry }, index) => [
      `shop.event${index}`,
      { ...entry, measures: measures.amount === undefined ? {} : { amount: { ...measures.amount, name: `shop.measure${index}` } } },
    ]),
  ),
}));

const anything = fc.anything({ withMap: true, withDate: true, withNullPrototype: true, withSparseArray: true, withBigInt: true });

describe('any definition', () => {
  it.each<[string, fc.Arbitrary<unknown>]>([
    ['half right', wild],
    ['of good entries whose names collide', colliding],
    ['of any shape', anything],
  ])('%s throws a CatalogError whose problems have paths, or yields unique Prometheus names', (_title, definitions) => {
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(listFaults(definition)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a good definition', () => {
  it('is taken, with each of its metrics', () => {
    fc.assert(
      fc.property(distinct, (definition) => {
        const catalog: TelemetryCatalog = defineTelemetry(definition as TelemetryInput);
        expect(listNameFaults(catalog)).toEqual([]);
        const measures = Object.values(definition.events).flatMap((entry) => Object.keys(entry.measures));
        expect(listMetrics(catalog)).toHaveLength(
          Object.keys(definition.metrics).length + Object.keys(definition.events).length + measures.length,
        );
      }),
    );
  });

  it('is refused as soon as one metric is wrong, with that metric in the path', () => {
    fc.assert(
      fc.property(distinct, metric, fc.constantFrom('type', 'unit', 'help', 'owner'), (definition, entry, property) => {
        const broken = { ...definition, metrics: { ...definition.metrics, 'shop.broken': { ...entry, [property]: '' } } };
        expect(() => defineTelemetry(broken as TelemetryInput)).toThrow(
          expect.objectContaining({
            problems: expect.arrayContaining([expect.objectContaining({ path: `metrics["shop.broken"].${property}` })]),
          }),
        );
      }),
    );
  });
});
