// Type tests, checked by `tsc -p .`: what `defineTelemetry` refuses at start does not compile, and every form of a legal definition does.
import {
  defineTelemetry,
  type CatalogOf,
  type CheckedInput,
  type EventFields,
  type EventInput,
  type FieldInput,
  type MetricInput,
  type MetricLabels,
  type TelemetryInput,
} from './index.ts';

type Equal<Left, Right> = (<Type>() => Type extends Left ? 1 : 2) extends <Type>() => Type extends Right ? 1 : 2 ? true : false;

function assertType<_Holds extends true>(): void {}

const text = { help: 'Some text', owner: 'shop' } as const;
const currency = { type: 'string', class: 'public', values: ['EUR', 'USD'] } as const;
const amount = { type: 'number', class: 'internal' } as const;

/** Every unit that is refused at start. */
export function refuseUnits(): void {
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text }, 'a.c': { type: 'gauge', unit: '{job}', ...text } } });
  // @ts-expect-error the unit has a prefix
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 'ms', ...text } } });
  // @ts-expect-error the unit is a word
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 'seconds', ...text } } });
  // @ts-expect-error the unit is empty
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: '', ...text } } });
  // @ts-expect-error the brace is not closed
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: '{job', ...text } } });
  // @ts-expect-error the unit of a measure is a multiple
  defineTelemetry({ events: { 'a.b': { ...text, fields: { amount }, measures: { amount: { name: 'a.c', unit: 'kB', help: 'x' } } } } });
}

/** Every text that is refused at start. */
export function refuseTexts(): void {
  // @ts-expect-error the help is empty
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', help: '', owner: 'shop' } } });
  // @ts-expect-error the help is blank
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', help: ' \t', owner: 'shop' } } });
  // @ts-expect-error the help has two lines
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', help: 'one\ntwo', owner: 'shop' } } });
  // @ts-expect-error the owner is empty
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', help: 'x', owner: '' } } });
  // @ts-expect-error the help of an event is empty
  defineTelemetry({ events: { 'a.b': { help: '', owner: 'shop' } } });
  // @ts-expect-error the help of a measure is empty
  defineTelemetry({ events: { 'a.b': { ...text, fields: { amount }, measures: { amount: { name: 'a.c', unit: 's', help: '' } } } } });
}

/** Every label of a metric that is refused at start, as far as its name tells. */
export function refuseLabels(): void {
  // @ts-expect-error Prometheus writes `le` on buckets
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, labels: { le: { limit: 5 } } } } });
  // @ts-expect-error Prometheus writes `quantile` on summaries
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, labels: { quantile: { limit: 5 } } } } });
  // @ts-expect-error the scrape sets `job`
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, labels: { job: { limit: 5 } } } } });
  // @ts-expect-error the scrape sets `instance`
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, labels: { ok: { limit: 5 }, instance: { limit: 5 } } } } });
  // @ts-expect-error two underscores are Prometheus's own
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, labels: { __name: { limit: 5 } } } } });
  // @ts-expect-error `otel_` is the instrumentation scope's
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, labels: { otel_scope: { limit: 5 } } } } });
}

/** Buckets belong to a histogram. */
export function refuseBuckets(): void {
  defineTelemetry({ metrics: { 'a.b': { type: 'histogram', unit: 's', ...text, buckets: [1, 2] } } });
  // @ts-expect-error a counter has no buckets
  defineTelemetry({ metrics: { 'a.b': { type: 'counter', unit: 's', ...text, buckets: [1, 2] } } });
  // @ts-expect-error an up-down counter has no buckets
  defineTelemetry({ metrics: { 'a.b': { type: 'updowncounter', unit: 's', ...text, buckets: [1, 2] } } });
  // @ts-expect-error a gauge has no buckets
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, buckets: [1, 2] } } });
}

/** What an event's labels may not be. */
export function refuseEventLabels(): void {
  const plain = { type: 'string', class: 'internal' } as const;
  const paid = { type: 'boolean', class: 'public' } as const;
  defineTelemetry({ events: { 'a.b': { ...text, fields: { currency, paid }, labels: ['currency', 'paid'] } } });
  defineTelemetry({ events: { 'a.b': { ...text, labels: [] } } });
  // @ts-expect-error the label is no field
  defineTelemetry({ events: { 'a.b': { ...text, fields: { currency }, labels: ['currencies'] } } });
  // @ts-expect-error one of two labels is no field
  defineTelemetry({ events: { 'a.b': { ...text, fields: { currency }, labels: ['currency', 'other'] } } });
  // @ts-expect-error the event has no fields
  defineTelemetry({ events: { 'a.b': { ...text, labels: ['currency'] } } });
  // @ts-expect-error the field is personal
  defineTelemetry({ events: { 'a.b': { ...text, fields: { mail: { type: 'string', class: 'personal', limit: 5 } }, labels: ['mail'] } } });
  // @ts-expect-error the field is secret
  defineTelemetry({ events: { 'a.b': { ...text, fields: { pin: { type: 'string', class: 'secret', limit: 5 } }, labels: ['pin'] } } });
  // @ts-expect-error the field is a number
  defineTelemetry({ events: { 'a.b': { ...text, fields: { amount }, labels: ['amount'] } } });
  // @ts-expect-error the field has neither values nor a limit
  defineTelemetry({ events: { 'a.b': { ...text, fields: { plain }, labels: ['plain'] } } });
  // @ts-expect-error the name of the field is one that the scrape sets
  defineTelemetry({ events: { 'a.b': { ...text, fields: { job: currency }, labels: ['job'] } } });
}

/** What an event's measures may not be. */
export function refuseMeasures(): void {
  const measure = { name: 'a.c', unit: 's', help: 'x' } as const;
  const age = { type: 'number', class: 'personal' } as const;
  defineTelemetry({ events: { 'a.b': { ...text, fields: { amount }, measures: { amount: measure } } } });
  defineTelemetry({ events: { 'a.b': { ...text, fields: { age }, measures: { age: measure } } } });
  // @ts-expect-error the measure is of no field
  defineTelemetry({ events: { 'a.b': { ...text, fields: { amount }, measures: { amounts: measure } } } });
  // @ts-expect-error the event has no fields
  defineTelemetry({ events: { 'a.b': { ...text, measures: { amount: measure } } } });
  // @ts-expect-error the field is text
  defineTelemetry({ events: { 'a.b': { ...text, fields: { currency }, measures: { currency: measure } } } });
  // @ts-expect-error the field is a boolean
  defineTelemetry({ events: { 'a.b': { ...text, fields: { paid: { type: 'boolean', class: 'public' } }, measures: { paid: measure } } } });
  // @ts-expect-error the field is secret
  defineTelemetry({ events: { 'a.b': { ...text, fields: { pin: { type: 'number', class: 'secret' } }, measures: { pin: measure } } } });
}

/** Only text has values and a limit. */
export function refuseBounds(): void {
  // @ts-expect-error a number has no values
  defineTelemetry({ events: { 'a.b': { ...text, fields: { count: { type: 'number', class: 'public', values: ['1'] } } } } });
  // @ts-expect-error a number has no limit
  defineTelemetry({ events: { 'a.b': { ...text, fields: { count: { type: 'number', class: 'public', limit: 3 } } } } });
  // @ts-expect-error a boolean has no values
  defineTelemetry({ events: { 'a.b': { ...text, fields: { paid: { type: 'boolean', class: 'public', values: ['true'] } } } } });
}

/** Empty lists, and names that every log line uses. */
export function refuseListsAndNames(): void {
  const measure = { name: 'a.c', unit: 's', help: 'x' } as const;
  // @ts-expect-error a label has one value at least
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, labels: { shelf: { values: [] } } } } });
  // @ts-expect-error a field has one value at least
  defineTelemetry({ events: { 'a.b': { ...text, fields: { shelf: { type: 'string', class: 'public', values: [] } } } } });
  // @ts-expect-error a histogram has one bucket at least
  defineTelemetry({ metrics: { 'a.b': { type: 'histogram', unit: 's', ...text, buckets: [] } } });
  // @ts-expect-error a measure has one bucket at least
  defineTelemetry({ events: { 'a.b': { ...text, fields: { amount }, measures: { amount: { ...measure, buckets: [] } } } } });
  // @ts-expect-error every log line has a message
  defineTelemetry({ events: { 'a.b': { ...text, fields: { message: currency } } } });
  // @ts-expect-error every log line in a trace has its id
  defineTelemetry({ events: { 'a.b': { ...text, fields: { trace_id: currency } } } });
}

/** A misspelled property is found. */
export function refuseUnknownProperties(): void {
  // @ts-expect-error a definition has metrics and events
  defineTelemetry({ metric: {} });
  // @ts-expect-error `labels` is misspelled
  defineTelemetry({ metrics: { 'a.b': { type: 'gauge', unit: 's', ...text, lables: { shelf: { limit: 5 } } } } });
  // @ts-expect-error `measures` is misspelled
  defineTelemetry({ events: { 'a.b': { ...text, fields: { amount }, measure: {} } } });
  // @ts-expect-error `optional` is misspelled
  defineTelemetry({ events: { 'a.b': { ...text, fields: { note: { type: 'string', class: 'public', optinal: true } } } } });
}

// A definition in parts, each held by `as const`: the result is as exact as that of one literal.
const parts = {
  metric: { type: 'histogram', unit: 's', ...text, labels: { result: { values: ['ok', 'bad'] } }, buckets: [1, 2] },
  fields: { currency, amount, note: { type: 'string', class: 'personal', optional: true } },
} as const;
export const split = defineTelemetry({
  metrics: { 'card.check': parts.metric },
  events: {
    'order.placed': {
      ...text,
      fields: { ...parts.fields, line_count: { type: 'number', class: 'internal' } },
      labels: ['currency'],
      measures: { amount: { name: 'order.amount', unit: '{minor_unit}', help: 'Order value' } },
    },
  },
});
assertType<Equal<MetricLabels<typeof split, 'card.check'>, { result: 'ok' | 'bad' }>>();
assertType<
  Equal<EventFields<typeof split, 'order.placed'>, { currency: 'EUR' | 'USD'; amount: number; line_count: number; note?: string }>
>();

// A definition held by `satisfies`, without `as const`: a list of labels is then only known as text, and the start judges it.
const satisfied = {
  events: {
    'order.placed': {
      help: 'An order',
      owner: 'shop',
      fields: { currency: { type: 'string', class: 'public', limit: 3 } },
      labels: ['currency'],
    },
  },
} satisfies TelemetryInput;
export const fromSatisfied = defineTelemetry(satisfied);
assertType<Equal<EventFields<typeof fromSatisfied, 'order.placed'>, { currency: string }>>();

// A definition whose whole type is an interface: the compiler knows nothing of it, and the start judges it.
export function defineAny(input: TelemetryInput, metric: MetricInput, event: EventInput, field: FieldInput): void {
  defineTelemetry(input);
  defineTelemetry({ metrics: { 'a.b': metric }, events: { 'a.c': event } });
  defineTelemetry({ events: { 'a.c': { ...text, fields: { name: field }, labels: ['name'] } } });
  defineTelemetry({ events: { 'a.c': { ...event, fields: { currency } } } });
}

// A helper function that returns a part, with its type declared and with its type inferred.
function buildTimer(help: string): MetricInput {
  return { type: 'histogram', unit: 's', help, owner: 'shop', buckets: [1, 2] };
}
function buildCounter<const Values extends readonly string[]>(help: string, values: Values) {
  return { type: 'counter', unit: '{check}', help, owner: 'shop', labels: { result: { values } } } as const;
}
export const helped = defineTelemetry({ metrics: { 'a.wait': buildTimer('x'), 'a.check': buildCounter('x', ['ok', 'bad']) } });
assertType<Equal<MetricLabels<typeof helped, 'a.check'>, { result: 'ok' | 'bad' }>>();
assertType<Equal<MetricLabels<typeof helped, 'a.wait'>, {}>>();

// A helper function that returns a whole definition.
function buildDefinition(owner: string) {
  return { events: { 'order.placed': { help: 'An order', owner, fields: { currency }, labels: ['currency'] } } } as const;
}
export const whole = defineTelemetry(buildDefinition('shop'));
assertType<Equal<EventFields<typeof whole, 'order.placed'>, { currency: 'EUR' | 'USD' }>>();

// A generic function that hands its argument on.
export function defineForShop<const Input extends TelemetryInput>(input: Input & CheckedInput<Input>): CatalogOf<Input> {
  return defineTelemetry(input);
}
export const handedOn = defineForShop({ events: { 'order.placed': { ...text, fields: { currency }, labels: ['currency'] } } });
assertType<Equal<EventFields<typeof handedOn, 'order.placed'>, { currency: 'EUR' | 'USD' }>>();
// @ts-expect-error the rules hold through the function
export const handedOnWrongly = defineForShop({ events: { 'order.placed': { ...text, fields: { amount }, labels: ['amount'] } } });
