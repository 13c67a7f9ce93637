// Decoded telemetry as plain readonly data: one flat record per span, log record and metric.

/** The three OTLP signals, named as in the paths `/v1/traces`, `/v1/logs` and `/v1/metrics`. */
export type Signal = 'traces' | 'logs' | 'metrics';

/** How an export request is encoded: `application/x-protobuf` or `application/json`. */
export type Encoding = 'protobuf' | 'json';

/** A 64-bit integer: a number where that is exact, otherwise a bigint. */
export type Integer = number | bigint;

/**
 * The value of an attribute or a log body.
 * Integers and doubles are both numbers; an integer is a bigint only beyond `Number.MAX_SAFE_INTEGER`. A value that was not set is null.
 */
export type AttributeValue = string | number | bigint | boolean | Uint8Array | null | readonly AttributeValue[] | AttributeMap;

/** A nested map of attribute values. */
export interface AttributeMap {
  readonly [key: string]: AttributeValue;
}

/** Attributes by key. Where a sender repeats a key, the last value stands. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Who emitted the telemetry. All records of one resource in a request hold the same object. */
export interface Resource {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly schemaUrl: string;
}

/** What instrumented it. All records of one scope in a request hold the same object. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly schemaUrl: string;
}

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type StatusCode = 'unset' | 'ok' | 'error';

export interface SpanEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/**
 * One span. Ids are lower-case hex, '' where the sender left a required one out or sent zeros; times are nanoseconds since the Unix epoch.
 * Source: https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/trace/v1/trace.proto
 */
export interface SpanRecord {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined on a root span. */
  readonly parentSpanId: string | undefined;
  readonly traceState: string;
  /** Bits 0–7 are the W3C trace flags, 8 says whether bit 9 (the parent is remote) is known. */
  readonly flags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly events: readonly SpanEvent[];
  readonly droppedEventsCount: number;
  readonly links: readonly SpanLink[];
  readonly droppedLinksCount: number;
  readonly status: { readonly code: StatusCode; readonly message: string };
  readonly resource: Resource;
  readonly scope: Scope;
}

/**
 * One log record. Times are nanoseconds since the Unix epoch, 0 where unknown; ids are undefined outside a trace.
 * Source: https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/logs/v1/logs.proto
 */
export interface LogRecord {
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  /** 1 (TRACE) to 24 (FATAL4); 0 where the sender set none. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AttributeValue;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly flags: number;
  /** Undefined unless the record is an event. */
  readonly eventName: string | undefined;
  readonly resource: Resource;
  readonly scope: Scope;
}

export type Temporality = 'unspecified' | 'delta' | 'cumulative';

/** A measurement kept as a sample, and the span it was taken in. */
export interface Exemplar {
  readonly timeUnixNano: bigint;
  readonly value: Integer | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly filteredAttributes: Attributes;
}

/** What every data point has. Bit 0 of `flags` says that no value was recorded. */
export interface DataPoint {
  readonly attributes: Attributes;
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly flags: number;
}

export interface NumberPoint extends DataPoint {
  readonly value: Integer | undefined;
  readonly exemplars: readonly Exemplar[];
}

export interface HistogramPoint extends DataPoint {
  readonly count: Integer;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** One more than `explicitBounds`, or empty where the sender kept no buckets. */
  readonly bucketCounts: readonly Integer[];
  readonly explicitBounds: readonly number[];
  readonly exemplars: readonly Exemplar[];
}

export interface ExponentialBuckets {
  readonly offset: number;
  readonly bucketCounts: readonly Integer[];
}

export interface ExponentialHistogramPoint extends DataPoint {
  readonly count: Integer;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly scale: number;
  readonly zeroCount: Integer;
  readonly zeroThreshold: number;
  readonly positive: ExponentialBuckets;
  readonly negative: ExponentialBuckets;
  readonly exemplars: readonly Exemplar[];
}

export interface SummaryPoint extends DataPoint {
  readonly count: Integer;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

interface Metric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly resource: Resource;
  readonly scope: Scope;
}

interface PointsOf<Type extends string, Aggregation extends Temporality | undefined, Monotonic extends boolean | undefined, Point> {
  readonly type: Type;
  readonly temporality: Aggregation;
  readonly monotonic: Monotonic;
  readonly points: readonly Point[];
}

/**
 * One metric with its data points, told apart by `type`.
 * `temporality` is undefined where the type has none, `monotonic` is defined for sums alone.
 * Source: https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export type MetricRecord = Metric &
  (
    | PointsOf<'gauge', undefined, undefined, NumberPoint>
    | PointsOf<'sum', Temporality, boolean, NumberPoint>
    | PointsOf<'histogram', Temporality, undefined, HistogramPoint>
    | PointsOf<'exponential_histogram', Temporality, undefined, ExponentialHistogramPoint>
    | PointsOf<'summary', undefined, undefined, SummaryPoint>
  );

/** The record type of each signal. */
export interface RecordOf {
  readonly traces: SpanRecord;
  readonly logs: LogRecord;
  readonly metrics: MetricRecord;
}
