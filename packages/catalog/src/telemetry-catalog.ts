// The type of a service's catalog, and the types read from it: names, labels, fields.
import type { EventDefinition, EventInput, EventOf, FieldDefinition, FieldType } from './event-definition.ts';
import type { InstrumentType } from './instrument-type.ts';
import type { MetricDefinition, MetricInput, MetricOf } from './metric-definition.ts';

/** What `defineTelemetry` takes: metrics and business events by OpenTelemetry name. */
export interface TelemetryInput {
  readonly metrics?: Readonly<Record<string, MetricInput>>;
  readonly events?: Readonly<Record<string, EventInput>>;
}

/** A service's own metrics and business events, checked, complete and frozen. */
export interface TelemetryCatalog<
  Metrics extends Readonly<Record<string, MetricDefinition>> = Readonly<Record<string, MetricDefinition>>,
  Events extends Readonly<Record<string, EventDefinition>> = Readonly<Record<string, EventDefinition>>,
> {
  readonly metrics: Metrics;
  readonly events: Events;
}

type MetricsOf<Input> = Input extends { readonly metrics: infer Metrics extends Readonly<Record<string, MetricInput>> }
  ? { readonly [Name in keyof Metrics & string]: MetricOf<Name, Metrics[Name]> }
  : Readonly<Record<never, MetricDefinition>>;

type EventsOf<Input> = Input extends { readonly events: infer Events extends Readonly<Record<string, EventInput>> }
  ? { readonly [Name in keyof Events & string]: EventOf<Name, Events[Name]> }
  : Readonly<Record<never, EventDefinition>>;

/** The catalog that `defineTelemetry` makes of `Input`. */
export type CatalogOf<Input extends TelemetryInput> = TelemetryCatalog<MetricsOf<Input>, EventsOf<Input>>;

/** Names of the metrics of a catalog. */
export type MetricName<Catalog extends TelemetryCatalog> = keyof Catalog['metrics'] & string;

/** Names of the events of a catalog. */
export type EventName<Catalog extends TelemetryCatalog> = keyof Catalog['events'] & string;

/** Instrument type of a metric: `MetricType<typeof catalog, 'stock.level'>` is `'gauge'`. */
export type MetricType<Catalog extends TelemetryCatalog, Name extends MetricName<Catalog>> = Catalog['metrics'][Name]['type'];

/** Names of the metrics of one instrument type. */
export type MetricNameOfType<Catalog extends TelemetryCatalog, Type extends InstrumentType> = {
  [Name in MetricName<Catalog>]: MetricType<Catalog, Name> extends Type ? Name : never;
}[MetricName<Catalog>];

type LabelValues<Labels> = {
  -readonly [Label in keyof Labels]: Labels[Label] extends { readonly values: readonly (infer Value)[] } ? Value : string;
};

/** Labels of a metric with the values each may have; `{}` for a metric without labels. */
export type MetricLabels<Catalog extends TelemetryCatalog, Name extends MetricName<Catalog>> = LabelValues<
  Catalog['metrics'][Name]['labels']
>;

/** The labels as the last parameter of a function: none for a metric without labels. */
export type MetricLabelsParameter<Catalog extends TelemetryCatalog, Name extends MetricName<Catalog>> = [
  keyof MetricLabels<Catalog, Name>,
] extends [never]
  ? []
  : [labels: MetricLabels<Catalog, Name>];

interface FieldValues {
  string: string;
  number: number;
  boolean: boolean;
}

type FieldValue<Field> = Field extends { readonly values: readonly (infer Value)[] }
  ? Value
  : Field extends { readonly type: infer Type extends FieldType }
    ? FieldValues[Type]
    : never;

type OptionalField<Fields> = { [Field in keyof Fields]: Fields[Field] extends { readonly optional: true } ? Field : never }[keyof Fields];

type Flatten<Type> = { [Key in keyof Type]: Type[Key] };

type ValuesOf<Fields extends Readonly<Record<string, FieldDefinition>>> = Flatten<
  { -readonly [Field in Exclude<keyof Fields, OptionalField<Fields>>]: FieldValue<Fields[Field]> } & {
    -readonly [Field in OptionalField<Fields>]?: FieldValue<Fields[Field]>;
  }
>;

/** Fields of an event with the values each may have; optional ones may be left out. */
export type EventFields<Catalog extends TelemetryCatalog, Name extends EventName<Catalog>> = ValuesOf<Catalog['events'][Name]['fields']>;

/** Names of the events that need no fields: such an event has none, or each of them is optional. */
export type EventNameWithoutFields<Catalog extends TelemetryCatalog> = {
  [Name in EventName<Catalog>]: Readonly<Record<never, never>> extends EventFields<Catalog, Name> ? Name : never;
}[EventName<Catalog>];
