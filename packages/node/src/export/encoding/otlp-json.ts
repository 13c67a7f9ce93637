// Spans, log records and metrics in OTLP/JSON. Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
import type { AnyValue, Attributes } from '@opentelemetry/api';
import type { OtlpLogRecord } from '../../logs/otlp.ts';
import type { Exemplar, HistogramSeries, MetricSnapshot, SummarySeries, ValueSeries } from '../../metrics/metric-snapshot.ts';
import type { EndedSpan } from '../../traces/ended-span.ts';
import { renderNanoseconds, toHrTime } from '../../traces/hr-time.ts';
import { buildAttributes } from './metric-attributes.ts';
import type { HrTime } from './protobuf-writer.ts';
import { flagsOf } from './span-protobuf.ts';

type Json = Readonly<Record<string, unknown>>;

const deepest = 16;
const cumulative = 2;

export function buildSpanJson(span: EndedSpan): Json {
  const { traceId, spanId, traceState, traceFlags } = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    traceId,
    spanId,
    traceState: traceState?.serialize(),
    parentSpanId: parent?.spanId,
    name: span.name,
    kind: span.kind + 1,
    startTimeUnixNano: renderNanoseconds(span.startTime),
    endTimeUnixNano: renderNanoseconds(span.endTime),
    attributes: buildAttributesJson(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(({ time, name, attributes = {}, droppedAttributesCount = 0 }) => ({
      timeUnixNano: renderNanoseconds(time),
      name,
      attributes: buildAttributesJson(attributes),
      droppedAttributesCount,
    })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(({ context, attributes = {}, droppedAttributesCount = 0 }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      traceState: context.traceState?.serialize(),
      attributes: buildAttributesJson(attributes),
      droppedAttributesCount,
      flags: flagsOf(context.traceFlags, context),
    })),
    droppedLinksCount: span.droppedLinksCount,
    status: span.status,
    flags: flagsOf(traceFlags, parent),
  };
}

export function buildLogRecordJson(record: OtlpLogRecord): Json {
  const time = renderNanoseconds(toHrTime(record.timestampMs));
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    body: buildValueJson(record.body, 0),
    attributes: buildAttributesJson(record.attributes),
    traceId: record.traceId,
    spanId: record.spanId,
    flags: record.traceId === undefined ? undefined : record.traceFlags,
    eventName: record.eventName,
  };
}

export function buildMetricJson({ definition, series }: MetricSnapshot, start: HrTime, time: HrTime): Json {
  const times = { startTimeUnixNano: renderNanoseconds(start), timeUnixNano: renderNanoseconds(time) };
  const dataPoints = series.map((one) => ({
    ...times,
    attributes: buildAttributesJson(buildAttributes(one.labels, definition)),
    ...('counts' in one ? buildHistogramJson(one) : 'quantiles' in one ? buildSummaryJson(one) : buildNumberJson(one)),
  }));
  const { name, help, unit, type } = definition;
  const data =
    type === 'gauge'
      ? { gauge: { dataPoints } }
      : type === 'summary'
        ? { summary: { dataPoints } }
        : type === 'histogram'
          ? { histogram: { dataPoints, aggregationTemporality: cumulative } }
          : { sum: { dataPoints, aggregationTemporality: cumulative, isMonotonic: type === 'counter' } };
  return { name, description: help, unit, ...data };
}

export function buildAttributesJson(attributes: Attributes): Json[] {
  const built: Json[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) built.push({ key, value: buildValueJson(value, 0) });
  }
  return built;
}

function buildHistogramJson({ count, sum, counts, bounds, exemplars }: HistogramSeries): Json {
  return {
    count: String(count),
    sum,
    bucketCounts: counts.map(String),
    explicitBounds: bounds,
    exemplars: exemplars.filter((exemplar) => exemplar !== null).map(buildExemplarJson),
  };
}

function buildSummaryJson({ count, sum, quantiles }: SummarySeries): Json {
  return { count: String(count), sum, quantileValues: quantiles.map(([quantile, value]) => ({ quantile, value })) };
}

function buildNumberJson({ value, exemplar }: ValueSeries): Json {
  return { asDouble: value, exemplars: exemplar === undefined ? [] : [buildExemplarJson(exemplar)] };
}

function buildExemplarJson({ traceId, spanId, value, timestampMs }: Exemplar): Json {
  return { timeUnixNano: renderNanoseconds(toHrTime(timestampMs)), asDouble: value, traceId, spanId };
}

function buildValueJson(value: AnyValue, depth: number): Json {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: renderDouble(value) };
  if (typeof value === 'bigint') return { stringValue: String(value) };
  if (typeof value !== 'object' || value === null) return {};
  if (depth >= deepest) return { stringValue: '[Truncated]' };
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { arrayValue: { values: value.map((item) => buildValueJson(item as AnyValue, depth + 1)) } };
  const entries = Object.entries(value as Record<string, AnyValue>);
  return { kvlistValue: { values: entries.map(([key, item]) => ({ key, value: buildValueJson(item, depth + 1) })) } };
}

/** JSON has no NaN and no infinity. protobuf's JSON mapping has words for them. */
function renderDouble(value: number): number | string {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}
