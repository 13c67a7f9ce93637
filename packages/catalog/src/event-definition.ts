// A business event: a log record with typed fields, counted by one counter, its numbers measured by histograms.
import {
  buildLabel,
  buildMetric,
  type LabelDefinition,
  type LabelDefinitions,
  type LabelOf,
  type MetricDefinition,
} from './metric-definition.ts';
import type { Unit } from './units.ts';

/** Levels of log records, the most severe first. Source: winston's npm levels. */
export const eventLevels = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'] as const;
/** Level of an event's log record. */
export type EventLevel = (typeof eventLevels)[number];

const defaultLevel = 'info';

export type FieldType = 'string' | 'number' | 'boolean';

export const fieldTypes: readonly string[] = ['string', 'number', 'boolean'] satisfies FieldType[];

/**
 * Who may see a field: `public` anyone, `internal` the company;
 * the value of a `personal` or `secret` field never leaves the process, and neither becomes a label.
 */
export type DataClass = 'public' | 'internal' | 'personal' | 'secret';

export const dataClasses: readonly string[] = ['public', 'internal', 'personal', 'secret'] satisfies DataClass[];

/** One entry of an event's `fields`. */
export interface FieldInput {
  readonly type: FieldType;
  readonly class: DataClass;
  /** Default false: every record has the field. */
  readonly optional?: boolean;
  /** The only values of a string field. */
  readonly values?: readonly string[];
  /** How many different values of a string field are kept, where it is a label. */
  readonly limit?: number;
}

export type FieldInputs = Readonly<Record<string, FieldInput>>;

/** One entry of an event's `measures`: the histogram of a number field. */
export interface MeasureInput {
  /** OpenTelemetry name of the histogram. */
  readonly name: string;
  /** A UCUM base unit, or an annotation that names what is counted. */
  readonly unit: Unit;
  readonly help: string;
  /** Upper bounds in `unit`, ascending, without +Inf. */
  readonly buckets?: readonly number[];
}

/** One entry of `events`. */
export interface EventInput {
  readonly help: string;
  /** The team that answers for the event. */
  readonly owner: string;
  /** Default `info`. */
  readonly level?: EventLevel;
  readonly fields?: FieldInputs;
  /** The fields that are labels of the event's counter and of its measures. */
  readonly labels?: readonly string[];
  /** By field. */
  readonly measures?: Readonly<Record<string, MeasureInput>>;
}

/** A field as the SDK reads it. */
export interface FieldDefinition {
  readonly type: FieldType;
  readonly class: DataClass;
  readonly optional: boolean;
  readonly values?: readonly string[];
}

export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

/** An event as the SDK reads it. */
export interface EventDefinition<
  Name extends string = string,
  Level extends EventLevel = EventLevel,
  Fields extends FieldDefinitions = FieldDefinitions,
  Labels extends LabelDefinitions = LabelDefinitions,
  Measures extends Readonly<Record<string, MetricDefinition>> = Readonly<Record<string, MetricDefinition>>,
> {
  readonly name: Name;
  readonly help: string;
  readonly owner: string;
  readonly level: Level;
  readonly fields: Fields;
  /** Counts the event, unit `{event}`. */
  readonly counter: MetricDefinition<Name, 'counter', Labels>;
  /** Histograms by field. */
  readonly measures: Measures;
}

type FieldOf<Input extends FieldInput> = {
  readonly type: Input['type'];
  readonly class: Input['class'];
  readonly optional: Input extends { readonly optional: true } ? true : false;
} & (Input extends { readonly values: infer Values extends readonly string[] } ? { readonly values: Values } : unknown);

type FieldsOf<Input> = Input extends { readonly fields: infer Fields extends FieldInputs }
  ? { readonly [Field in keyof Fields & string]: FieldOf<Fields[Field]> }
  : Readonly<Record<never, FieldDefinition>>;

type EventLabelOf<Field> = Field extends { readonly type: 'boolean' }
  ? { readonly values: readonly ['true', 'false']; readonly limit: number }
  : LabelOf<Field>;

type EventLabelsOf<Input> = Input extends { readonly fields: infer Fields; readonly labels: infer Labels extends readonly string[] }
  ? { readonly [Label in Labels[number] & keyof Fields]: EventLabelOf<Fields[Label]> }
  : Readonly<Record<never, LabelDefinition>>;

type MeasuresOf<Input> = Input extends { readonly measures: infer Measures extends Readonly<Record<string, MeasureInput>> }
  ? { readonly [Field in keyof Measures & string]: MetricDefinition<Measures[Field]['name'], 'histogram', EventLabelsOf<Input>> }
  : Readonly<Record<never, MetricDefinition>>;

type LevelOf<Input> = Input extends { readonly level: infer Level extends EventLevel } ? Level : typeof defaultLevel;

/** Type of the definition built from one entry of `events`. */
export type EventOf<Name extends string, Input extends EventInput> = EventDefinition<
  Name,
  LevelOf<Input>,
  FieldsOf<Input>,
  EventLabelsOf<Input>,
  MeasuresOf<Input>
>;

/** Unit of the counter of every event. */
export const eventUnit = '{event}';

/** Builds the definition of a valid entry. */
export function buildEvent(name: string, input: EventInput): EventDefinition {
  const { help, owner, level = defaultLevel } = input;
  const fields = input.fields ?? {};
  const labels = Object.fromEntries((input.labels ?? []).map((label) => [label, buildEventLabel(fields[label])]));
  const counter = { ...buildMetric(name, { type: 'counter', unit: eventUnit, help, owner }), type: 'counter' as const, labels };
  return {
    name,
    help,
    owner,
    level,
    fields: Object.fromEntries(Object.entries(fields).map(([field, rule]) => [field, buildField(rule)])),
    counter,
    measures: Object.fromEntries(
      Object.entries(input.measures ?? {}).map(([field, measure]) => {
        const { name: measureName, ...rest } = measure;
        return [field, { ...buildMetric(measureName, { ...rest, type: 'histogram', owner }), labels }];
      }),
    ),
  };
}

function buildField(input: FieldInput): FieldDefinition {
  return {
    type: input.type,
    class: input.class,
    optional: input.optional ?? false,
    ...(input.values === undefined ? {} : { values: [...input.values] }),
  };
}

function buildEventLabel(field: FieldInput | undefined): LabelDefinition {
  return field?.type === 'boolean' ? buildLabel({ values: ['true', 'false'] }) : buildLabel(field ?? {});
}
