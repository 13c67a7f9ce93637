// The rules of a definition that the compiler keeps. The rules at start say the same of what no compiler has seen, and more.
// Where a type is wider than a literal (`string`, `FieldInput`), nothing is known of the value, and the start alone judges it.
import type { EventInput, FieldInput, FieldInputs, MeasureInput } from './event-definition.ts';
import type { InstrumentType } from './instrument-type.ts';
import type { ReservedLogField } from './log-fields.ts';
import type { MetricInput } from './metric-definition.ts';
import type { ReservedLabel } from './naming-rules.ts';
import type { TelemetryInput } from './telemetry-catalog.ts';

/** No value has this type; the compiler's message shows the reason. */
interface Refused<Reason extends string> {
  readonly refused: Reason;
  readonly [never: symbol]: never;
}

type Space = ' ' | '\t' | '\n' | '\r';

type Text<Value, Empty extends string> = Value extends ''
  ? Refused<Empty>
  : Value extends `${Space}${infer Rest}`
    ? Text<Rest, Empty> extends Refused<string>
      ? Refused<Empty>
      : unknown
    : unknown;

type Help<Value> = Value extends `${string}${'\n' | '\r'}${string}`
  ? Refused<'help is one line'>
  : Text<Value, 'help says what is measured or what happened'>;

type Owner<Value> = Text<Value, 'owner names the team that answers for it'>;

type Known<Input, Keys extends string> = { readonly [Key in Exclude<keyof Input, Keys>]: Refused<'there is no such property'> };

/** The properties that every metric, measure and event may have. */
type Described<Input> = (Input extends { readonly help: infer Value } ? { readonly help: Help<Value> } : unknown) &
  (Input extends { readonly owner: infer Value } ? { readonly owner: Owner<Value> } : unknown);

/** `values` names one at least. */
type Listed<Input> = Input extends { readonly values: readonly [] } ? { readonly values: Refused<'values lists one at least'> } : unknown;

type CheckedLabels<Labels> = {
  readonly [Label in keyof Labels]: Label extends ReservedLabel
    ? Refused<'Prometheus or OpenTelemetry sets this label itself'>
    : Listed<Labels[Label]>;
};

/** `buckets` has one at least. */
type Bucketed<Input> = Input extends { readonly buckets: readonly [] }
  ? { readonly buckets: Refused<'buckets has one at least'> }
  : unknown;

type CheckedMetric<Input> = Known<Input, keyof MetricInput> &
  Described<Input> &
  (Input extends { readonly labels: infer Labels } ? { readonly labels: CheckedLabels<Labels> } : unknown) &
  (Input extends { readonly type: Exclude<InstrumentType, 'histogram'>; readonly buckets: unknown }
    ? { readonly buckets: Refused<'only a histogram has buckets'> }
    : Bucketed<Input>);

/** A field has a name of its own; a number or a boolean field has neither `values` nor `limit`. */
type CheckedField<Name, Field> = Known<Field, keyof FieldInput> &
  (Name extends ReservedLogField ? Refused<'every log line has a field of this name'> : unknown) &
  Listed<Field> &
  (Field extends { readonly type: 'number' | 'boolean' }
    ? { readonly [Key in keyof Field & ('values' | 'limit')]: Refused<'only a string field has values and limit'> }
    : unknown);

/** One label of an event: the name of a field whose value nothing redacts and whose values are bounded. */
type CheckedEventLabel<Fields, Label> = string extends Label | keyof Fields
  ? unknown
  : Label extends ReservedLabel
    ? Refused<'Prometheus or OpenTelemetry sets this label itself'>
    : Label extends keyof Fields
      ? CheckedLabelField<Fields[Label]>
      : Refused<'the event has no such field'>;

type CheckedLabelField<Field> = Field extends { readonly class: 'personal' | 'secret' }
  ? Refused<'labels reach every dashboard: a personal or secret field is none'>
  : Field extends { readonly type: 'number' }
    ? Refused<'measure a number instead of making it a label'>
    : Field extends { readonly type: 'string' }
      ? [keyof Field & ('values' | 'limit')] extends [never]
        ? Refused<'a label needs a field with values or a limit'>
        : unknown
      : unknown;

type CheckedMeasure<Field, Measure> = Known<Measure, keyof MeasureInput> &
  Described<Measure> &
  Bucketed<Measure> &
  ([Field] extends [never]
    ? Refused<'the event has no such field'>
    : Field extends { readonly type: 'string' | 'boolean' }
      ? Refused<'only a number field is measured'>
      : Field extends { readonly class: 'secret' }
        ? Refused<'the buckets would tell a secret'>
        : unknown);

type CheckedMeasures<Fields, Measures> = string extends keyof Measures | keyof Fields
  ? unknown
  : { readonly [Name in keyof Measures]: CheckedMeasure<Name extends keyof Fields ? Fields[Name] : never, Measures[Name]> };

/** The fields of an event; an event without `fields` has none. */
type FieldsOf<Input> = Input extends { readonly fields: infer Fields }
  ? Fields
  : 'fields' extends keyof Input
    ? FieldInputs
    : Readonly<Record<never, never>>;

type CheckedEvent<Input, Fields = FieldsOf<Input>> = Known<Input, keyof EventInput> &
  Described<Input> &
  (Input extends { readonly fields: infer Given }
    ? { readonly fields: { readonly [Name in keyof Given]: CheckedField<Name, Given[Name]> } }
    : unknown) &
  (Input extends { readonly labels: infer Labels extends readonly string[] }
    ? { readonly labels: { readonly [Index in keyof Labels]: CheckedEventLabel<Fields, Labels[Index]> } }
    : unknown) &
  (Input extends { readonly measures: infer Measures } ? { readonly measures: CheckedMeasures<Fields, Measures> } : unknown);

/**
 * What `defineTelemetry` demands of a definition beside `TelemetryInput`.
 * A generic function that hands its argument to `defineTelemetry` writes it in its own signature:
 * `function define<const Input extends TelemetryInput>(input: Input & CheckedInput<Input>)`.
 */
export type CheckedInput<Input extends TelemetryInput> = Known<Input, keyof TelemetryInput> &
  (Input extends { readonly metrics: infer Metrics }
    ? { readonly metrics: { readonly [Name in keyof Metrics]: CheckedMetric<Metrics[Name]> } }
    : unknown) &
  (Input extends { readonly events: infer Events }
    ? { readonly events: { readonly [Name in keyof Events]: CheckedEvent<Events[Name]> } }
    : unknown);
