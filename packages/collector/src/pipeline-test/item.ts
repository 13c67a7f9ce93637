// One span, log record or data point in the form that expectations are checked on.
import type { Attributes, AttributeValue, LogRecord, MetricRecord, RecordOf, Signal, SpanRecord } from '@plinth/otlp';

export type ItemSignal = 'spans' | 'logs' | 'metrics';

export interface Item {
  readonly signal: ItemSignal;
  /** Equal for what was given and what arrived of it, whatever the pipeline changed. */
  readonly identity: string;
  /** Samplers decide by trace. */
  readonly traceId: string | undefined;
  /** name, kind, status, severity, body, ids, temporality. */
  readonly fields: Readonly<Record<string, AttributeValue>>;
  readonly attributes: Attributes;
  readonly resource: Attributes;
}

export function buildItems<S extends Signal>(signal: S, records: readonly RecordOf[S][]): readonly Item[] {
  // The compiler does not narrow the type parameter.
  switch (signal as Signal) {
    case 'traces':
      return (records as readonly SpanRecord[]).map(spanItem);
    case 'logs':
      return (records as readonly LogRecord[]).map(logItem);
    case 'metrics':
      return (records as readonly MetricRecord[]).flatMap(pointItems);
  }
}

/** A named field, an attribute of the record, or one of its resource; undefined where there is none. */
export function readField(item: Item, key: string): AttributeValue | undefined {
  return item.fields[key] ?? item.attributes[key] ?? item.resource[key];
}

/** One line for a person. */
export function renderItem(item: Item): string {
  const { name, body, status, severity, kind } = item.fields;
  const head =
    item.signal === 'logs' ? `${renderValue(severity)} ${renderValue(body)}` : [name, kind, status].filter(Boolean).map(String).join(' ');
  return `${head} ${renderValue(item.attributes)} of ${renderValue(item.resource)}`.slice(0, 400);
}

export function renderValue(value: AttributeValue | undefined): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? Number(inner) : inner instanceof Uint8Array ? Buffer.from(inner).toString('hex') : inner,
  );
}

function spanItem(span: SpanRecord): Item {
  return {
    signal: 'spans',
    identity: `${span.traceId}/${span.spanId}`,
    traceId: span.traceId,
    fields: {
      name: span.name,
      kind: span.kind,
      status: span.status.code,
      message: span.status.message,
      ...idsOf(span),
    },
    attributes: span.attributes,
    resource: span.resource.attributes,
  };
}

function logItem(record: LogRecord): Item {
  return {
    signal: 'logs',
    identity: String(record.timeUnixNano),
    traceId: record.traceId,
    fields: {
      severity: record.severityText.toLowerCase(),
      severity_number: record.severityNumber,
      body: record.body,
      time: new Date(Number(record.timeUnixNano / 1_000_000n)).toISOString(),
      ...idsOf(record),
    },
    attributes: record.attributes,
    resource: record.resource.attributes,
  };
}

function pointItems(metric: MetricRecord): readonly Item[] {
  return metric.points.map((point) => ({
    signal: 'metrics',
    identity: String(point.timeUnixNano),
    traceId: undefined,
    fields: {
      name: metric.name,
      type: metric.type,
      unit: metric.unit,
      ...(metric.temporality !== undefined && { temporality: metric.temporality }),
      ...('value' in point && point.value !== undefined && { value: point.value }),
      ...('exemplars' in point && { exemplars: point.exemplars.length }),
      ...('explicitBounds' in point && { bounds: point.explicitBounds.join(' ') }),
    },
    attributes: point.attributes,
    resource: metric.resource.attributes,
  }));
}

/** Records without an id have no field of it. */
function idsOf({ traceId, spanId }: { readonly traceId: string | undefined; readonly spanId: string | undefined }): Item['fields'] {
  return { ...(traceId !== undefined && { trace_id: traceId }), ...(spanId !== undefined && { span_id: spanId }) };
}
