// The OTLP messages as data: every field that is read, with its number and type.
// Numbers, types and JSON names (lowerCamelCase): https://github.com/open-telemetry/opentelemetry-proto/tree/v1.11.0/opentelemetry/proto

/** Scalars by their protobuf name. `enum` is an open enumeration; `traceId` and `spanId` are bytes that OTLP/JSON writes as hex. */
export type ScalarType =
  | 'string'
  | 'bool'
  | 'bytes'
  | 'traceId'
  | 'spanId'
  | 'double'
  | 'enum'
  | 'int32'
  | 'sint32'
  | 'uint32'
  | 'fixed32'
  | 'int64'
  | 'uint64'
  | 'fixed64'
  | 'sfixed64';

/** `oneof`: at most one of these fields is set in a message. `optional`: absent differs from zero. */
export type FieldLabel = 'repeated' | 'optional' | 'oneof';

/** Number, type (a scalar or the name of a message), label. */
export type FieldSchema = readonly [id: number, type: string, label?: FieldLabel];

export const schema = {
  // common/v1/common.proto
  AnyValue: {
    stringValue: [1, 'string', 'oneof'],
    boolValue: [2, 'bool', 'oneof'],
    intValue: [3, 'int64', 'oneof'],
    doubleValue: [4, 'double', 'oneof'],
    arrayValue: [5, 'ArrayValue', 'oneof'],
    kvlistValue: [6, 'KeyValueList', 'oneof'],
    bytesValue: [7, 'bytes', 'oneof'],
  },
  ArrayValue: { values: [1, 'AnyValue', 'repeated'] },
  KeyValueList: { values: [1, 'KeyValue', 'repeated'] },
  KeyValue: { key: [1, 'string'], value: [2, 'AnyValue'] },
  InstrumentationScope: {
    name: [1, 'string'],
    version: [2, 'string'],
    attributes: [3, 'KeyValue', 'repeated'],
    droppedAttributesCount: [4, 'uint32'],
  },

  // resource/v1/resource.proto
  Resource: { attributes: [1, 'KeyValue', 'repeated'], droppedAttributesCount: [2, 'uint32'] },

  // trace/v1/trace.proto
  ExportTraceServiceRequest: { resourceSpans: [1, 'ResourceSpans', 'repeated'] },
  ResourceSpans: { resource: [1, 'Resource'], scopeSpans: [2, 'ScopeSpans', 'repeated'], schemaUrl: [3, 'string'] },
  ScopeSpans: { scope: [1, 'InstrumentationScope'], spans: [2, 'Span', 'repeated'], schemaUrl: [3, 'string'] },
  Span: {
    traceId: [1, 'traceId'],
    spanId: [2, 'spanId'],
    traceState: [3, 'string'],
    parentSpanId: [4, 'spanId'],
    name: [5, 'string'],
    kind: [6, 'enum'],
    startTimeUnixNano: [7, 'fixed64'],
    endTimeUnixNano: [8, 'fixed64'],
    attributes: [9, 'KeyValue', 'repeated'],
    droppedAttributesCount: [10, 'uint32'],
    events: [11, 'SpanEvent', 'repeated'],
    droppedEventsCount: [12, 'uint32'],
    links: [13, 'SpanLink', 'repeated'],
    droppedLinksCount: [14, 'uint32'],
    status: [15, 'SpanStatus'],
    flags: [16, 'fixed32'],
  },
  SpanEvent: {
    timeUnixNano: [1, 'fixed64'],
    name: [2, 'string'],
    attributes: [3, 'KeyValue', 'repeated'],
    droppedAttributesCount: [4, 'uint32'],
  },
  SpanLink: {
    traceId: [1, 'traceId'],
    spanId: [2, 'spanId'],
    traceState: [3, 'string'],
    attributes: [4, 'KeyValue', 'repeated'],
    droppedAttributesCount: [5, 'uint32'],
    flags: [6, 'fixed32'],
  },
  SpanStatus: { message: [2, 'string'], code: [3, 'enum'] },

  // logs/v1/logs.proto
  ExportLogsServiceRequest: { resourceLogs: [1, 'ResourceLogs', 'repeated'] },
  ResourceLogs: { resource: [1, 'Resource'], scopeLogs: [2, 'ScopeLogs', 'repeated'], schemaUrl: [3, 'string'] },
  ScopeLogs: { scope: [1, 'InstrumentationScope'], logRecords: [2, 'LogRecord', 'repeated'], schemaUrl: [3, 'string'] },
  LogRecord: {
    timeUnixNano: [1, 'fixed64'],
    severityNumber: [2, 'enum'],
    severityText: [3, 'string'],
    body: [5, 'AnyValue'],
    attributes: [6, 'KeyValue', 'repeated'],
    droppedAttributesCount: [7, 'uint32'],
    flags: [8, 'fixed32'],
    traceId: [9, 'traceId'],
    spanId: [10, 'spanId'],
    observedTimeUnixNano: [11, 'fixed64'],
    eventName: [12, 'string'],
  },

  // metrics/v1/metrics.proto
  ExportMetricsServiceRequest: { resourceMetrics: [1, 'ResourceMetrics', 'repeated'] },
  ResourceMetrics: { resource: [1, 'Resource'], scopeMetrics: [2, 'ScopeMetrics', 'repeated'], schemaUrl: [3, 'string'] },
  ScopeMetrics: { scope: [1, 'InstrumentationScope'], metrics: [2, 'Metric', 'repeated'], schemaUrl: [3, 'string'] },
  Metric: {
    name: [1, 'string'],
    description: [2, 'string'],
    unit: [3, 'string'],
    gauge: [5, 'Gauge', 'oneof'],
    sum: [7, 'Sum', 'oneof'],
    histogram: [9, 'Histogram', 'oneof'],
    exponentialHistogram: [10, 'ExponentialHistogram', 'oneof'],
    summary: [11, 'Summary', 'oneof'],
  },
  Gauge: { dataPoints: [1, 'NumberDataPoint', 'repeated'] },
  Sum: { dataPoints: [1, 'NumberDataPoint', 'repeated'], aggregationTemporality: [2, 'enum'], isMonotonic: [3, 'bool'] },
  Histogram: { dataPoints: [1, 'HistogramDataPoint', 'repeated'], aggregationTemporality: [2, 'enum'] },
  ExponentialHistogram: { dataPoints: [1, 'ExponentialHistogramDataPoint', 'repeated'], aggregationTemporality: [2, 'enum'] },
  Summary: { dataPoints: [1, 'SummaryDataPoint', 'repeated'] },
  NumberDataPoint: {
    startTimeUnixNano: [2, 'fixed64'],
    timeUnixNano: [3, 'fixed64'],
    asDouble: [4, 'double', 'oneof'],
    exemplars: [5, 'Exemplar', 'repeated'],
    asInt: [6, 'sfixed64', 'oneof'],
    attributes: [7, 'KeyValue', 'repeated'],
    flags: [8, 'uint32'],
  },
  HistogramDataPoint: {
    startTimeUnixNano: [2, 'fixed64'],
    timeUnixNano: [3, 'fixed64'],
    count: [4, 'fixed64'],
    sum: [5, 'double', 'optional'],
    bucketCounts: [6, 'fixed64', 'repeated'],
    explicitBounds: [7, 'double', 'repeated'],
    exemplars: [8, 'Exemplar', 'repeated'],
    attributes: [9, 'KeyValue', 'repeated'],
    flags: [10, 'uint32'],
    min: [11, 'double', 'optional'],
    max: [12, 'double', 'optional'],
  },
  ExponentialHistogramDataPoint: {
    attributes: [1, 'KeyValue', 'repeated'],
    startTimeUnixNano: [2, 'fixed64'],
    timeUnixNano: [3, 'fixed64'],
    count: [4, 'fixed64'],
    sum: [5, 'double', 'optional'],
    scale: [6, 'sint32'],
    zeroCount: [7, 'fixed64'],
    positive: [8, 'Buckets'],
    negative: [9, 'Buckets'],
    flags: [10, 'uint32'],
    exemplars: [11, 'Exemplar', 'repeated'],
    min: [12, 'double', 'optional'],
    max: [13, 'double', 'optional'],
    zeroThreshold: [14, 'double'],
  },
  Buckets: { offset: [1, 'sint32'], bucketCounts: [2, 'uint64', 'repeated'] },
  SummaryDataPoint: {
    startTimeUnixNano: [2, 'fixed64'],
    timeUnixNano: [3, 'fixed64'],
    count: [4, 'fixed64'],
    sum: [5, 'double'],
    quantileValues: [6, 'ValueAtQuantile', 'repeated'],
    attributes: [7, 'KeyValue', 'repeated'],
    flags: [8, 'uint32'],
  },
  ValueAtQuantile: { quantile: [1, 'double'], value: [2, 'double'] },
  Exemplar: {
    timeUnixNano: [2, 'fixed64'],
    asDouble: [3, 'double', 'oneof'],
    spanId: [4, 'spanId'],
    traceId: [5, 'traceId'],
    asInt: [6, 'sfixed64', 'oneof'],
    filteredAttributes: [7, 'KeyValue', 'repeated'],
  },

  // https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto, the body of every error response
  RpcStatus: { code: [1, 'int32'], message: [2, 'string'] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FieldSchema>>>>;

type Schema = typeof schema;

export type MessageName = keyof Schema;

/** A 64-bit integer as a decoder leaves it: two 32-bit halves from protobuf; from JSON a bigint, or a number where that is exact. */
export type Int64 = bigint | number | { readonly low: number; readonly high: number; readonly unsigned: boolean };

/** An id as a decoder leaves it: bytes from protobuf, hex from JSON. */
export type Id = Uint8Array | string;

type ScalarValue<Type> = Type extends 'string'
  ? string
  : Type extends 'bool'
    ? boolean
    : Type extends 'bytes'
      ? Uint8Array
      : Type extends 'traceId' | 'spanId'
        ? Id
        : Type extends 'int64' | 'uint64' | 'fixed64' | 'sfixed64'
          ? Int64
          : number;

type FieldType<Type> = Type extends MessageName ? Message<Type> : ScalarValue<Type>;

type FieldValue<Field> = Field extends readonly [number, infer Type, 'repeated']
  ? readonly FieldType<Type>[]
  : Field extends readonly [number, infer Type, ...unknown[]]
    ? FieldType<Type>
    : never;

/** A decoded message, in which any field may be missing. */
export type Message<Name extends MessageName> = { readonly [Field in keyof Schema[Name]]?: FieldValue<Schema[Name][Field]> | null };

/** The message that carries each signal. */
export const requestMessage = {
  traces: 'ExportTraceServiceRequest',
  logs: 'ExportLogsServiceRequest',
  metrics: 'ExportMetricsServiceRequest',
} as const satisfies Readonly<Record<string, MessageName>>;
