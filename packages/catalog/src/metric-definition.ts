// A metric of a service: what its author writes, and what the SDK binds to a registry.
import type { InstrumentType } from './instrument-type.ts';
import { buildPrometheusName } from './prometheus-name.ts';
import type { Unit } from './units.ts';

/** A label with its only `values`, or with the `limit` of how many different values are kept. */
export type LabelInput =
  | { readonly values: readonly string[]; readonly limit?: number }
  | { readonly values?: never; readonly limit: number };

export type LabelInputs = Readonly<Record<string, LabelInput>>;

/** One entry of `metrics`. */
export interface MetricInput {
  readonly type: InstrumentType;
  /** A UCUM base unit (`s`, `By`, `1`, …), or an annotation that names what is counted (`{job}`). */
  readonly unit: Unit;
  readonly help: string;
  /** The team that answers for the metric. */
  readonly owner: string;
  readonly labels?: LabelInputs;
  /** Upper bounds in `unit`, ascending, without +Inf; histograms only. */
  readonly buckets?: readonly number[];
}

/** A label as the SDK reads it. */
export interface LabelDefinition {
  /** The only values allowed, where they are known. */
  readonly values?: readonly string[];
  /** How many different values are kept; the number of `values` where they are known. */
  readonly limit: number;
}

export type LabelDefinitions = Readonly<Record<string, LabelDefinition>>;

/** A metric as the SDK reads it: nothing is optional but `buckets`, and both names are there. */
export interface MetricDefinition<
  Name extends string = string,
  Type extends InstrumentType = InstrumentType,
  Labels extends LabelDefinitions = LabelDefinitions,
> {
  /** OpenTelemetry name: dotted, without unit. */
  readonly name: Name;
  /** Name in the Prometheus exposition, with unit and type suffix. */
  readonly prometheusName: string;
  readonly type: Type;
  readonly unit: string;
  readonly help: string;
  readonly owner: string;
  readonly labels: Labels;
  readonly buckets?: readonly number[];
}

/** Type of the label built from a label or a field with `values` or `limit`. */
export type LabelOf<Input> = Input extends { readonly values: infer Values extends readonly string[] }
  ? { readonly values: Values; readonly limit: number }
  : { readonly limit: number };

export type LabelsOf<Input> = Input extends { readonly labels: infer Labels }
  ? { readonly [Label in keyof Labels & string]: LabelOf<Labels[Label]> }
  : Readonly<Record<never, LabelDefinition>>;

/** Type of the definition built from one entry of `metrics`. */
export type MetricOf<Name extends string, Input extends MetricInput> = MetricDefinition<Name, Input['type'], LabelsOf<Input>>;

/** Builds the definition of a valid entry. */
export function buildMetric(name: string, input: MetricInput): MetricDefinition {
  return {
    name,
    prometheusName: buildPrometheusName({ name, unit: input.unit, type: input.type }),
    type: input.type,
    unit: input.unit,
    help: input.help,
    owner: input.owner,
    labels: Object.fromEntries(Object.entries(input.labels ?? {}).map(([label, rule]) => [label, buildLabel(rule)])),
    ...(input.buckets === undefined ? {} : { buckets: [...input.buckets] }),
  };
}

/** Builds a label of a valid rule, which has `values`, `limit` or both. */
export function buildLabel({ values, limit = values?.length ?? 0 }: Partial<LabelDefinition>): LabelDefinition {
  return values === undefined ? { limit } : { values: [...values], limit };
}
