// What a test gives, as OTLP in JSON. Ids come from the test's name, so that a sampler decides the same in each run.
import { createHash } from 'node:crypto';
import type { Signal } from '@plinth/otlp';
import type { Given } from './schema.ts';

export interface ExportBody {
  readonly signal: Signal;
  /** One export request in OTLP's JSON encoding. */
  readonly json: string;
}

type GivenSpan = Given['spans'][number];
type GivenLog = Given['logs'][number];
type GivenMetric = Given['metrics'][number];
type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

interface Origin {
  readonly service?: string | undefined;
  readonly resource: Readonly<Record<string, Value>>;
}

/** Records of one signal are one request. Each log record and data point has a time of its own, by which it is known again. */
export function buildTelemetry(given: Given, seed: string, nowMs: number): readonly ExportBody[] {
  const startNano = BigInt(nowMs) * 1_000_000n;
  const bodies: ExportBody[] = [];
  if (given.spans.length > 0) {
    const spans = given.spans.flatMap((span) => buildSpans(span, seed, startNano));
    bodies.push({ signal: 'traces', json: JSON.stringify({ resourceSpans: group(spans, 'scopeSpans', 'spans') }) });
  }
  if (given.logs.length > 0) {
    const records = numbered(given.logs).map(([log, index, copy]) => buildLog(log, seed, startNano + BigInt(index), copy));
    bodies.push({ signal: 'logs', json: JSON.stringify({ resourceLogs: group(records, 'scopeLogs', 'logRecords') }) });
  }
  if (given.metrics.length > 0) {
    const metrics = numbered(given.metrics).map(([metric, index]) => buildMetric(metric, startNano + BigInt(index)));
    bodies.push({ signal: 'metrics', json: JSON.stringify({ resourceMetrics: group(metrics, 'scopeMetrics', 'metrics') }) });
  }
  return bodies;
}

interface Built {
  readonly origin: Origin;
  readonly record: unknown;
}

function buildSpans(span: GivenSpan, seed: string, startNano: bigint): readonly Built[] {
  return Array.from({ length: span.repeat }, (_, copy) => {
    const trace = `${seed}/${span.trace ?? `span ${span.name}`}/${copy}`;
    const record = {
      traceId: idOf(trace, 32),
      spanId: idOf(`${trace}/${span.name}`, 16),
      parentSpanId: span.parent === undefined ? '' : idOf(`${trace}/${span.parent}`, 16),
      name: span.name,
      kind: ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'].indexOf(span.kind),
      startTimeUnixNano: String(startNano),
      endTimeUnixNano: String(startNano + BigInt(Math.round(span.milliseconds * 1e6))),
      attributes: keyValues(span.attributes),
      events: span.events.map((event) => ({ name: event.name, timeUnixNano: String(startNano), attributes: keyValues(event.attributes) })),
      status: { code: ['unset', 'ok', 'error'].indexOf(span.status), message: span.message },
    };
    return { origin: span, record };
  });
}

const severities = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

function buildLog(log: GivenLog, seed: string, timeUnixNano: bigint, copy: number): Built {
  const trace = log.trace === undefined ? undefined : `${seed}/${log.trace}/${copy}`;
  const record = {
    timeUnixNano: String(timeUnixNano),
    observedTimeUnixNano: String(timeUnixNano),
    severityNumber: severities.indexOf(log.severity) * 4 + 1,
    severityText: log.severity.toUpperCase(),
    body: anyValue(log.body),
    attributes: keyValues(log.attributes),
    ...(trace !== undefined && { traceId: idOf(trace, 32), spanId: idOf(`${trace}/log`, 16) }),
  };
  return { origin: log, record };
}

function buildMetric(metric: GivenMetric, timeUnixNano: bigint): Built {
  const aggregationTemporality = metric.temporality === 'delta' ? 1 : 2;
  const point = {
    startTimeUnixNano: String(timeUnixNano - 60_000_000_000n),
    timeUnixNano: String(timeUnixNano),
    attributes: keyValues(metric.attributes),
  };
  const number = { ...point, asDouble: metric.value };
  const record = { name: metric.name, unit: metric.unit };
  switch (metric.type) {
    case 'gauge':
      return { origin: metric, record: { ...record, gauge: { dataPoints: [number] } } };
    case 'sum':
      return { origin: metric, record: { ...record, sum: { dataPoints: [number], aggregationTemporality, isMonotonic: true } } };
    case 'histogram':
      return {
        origin: metric,
        record: { ...record, histogram: { dataPoints: [{ ...point, ...histogramOf(metric) }], aggregationTemporality } },
      };
  }
}

function histogramOf({ value, bounds }: GivenMetric): object {
  const bucket = bounds.filter((bound) => value > bound).length;
  const bucketCounts = Array.from({ length: bounds.length + 1 }, (_, index) => (index === bucket ? '1' : '0'));
  return { count: '1', sum: value, explicitBounds: bounds, bucketCounts };
}

/** Each item as often as it says, with a number among all and one among its copies. */
function numbered<T extends { readonly repeat: number }>(
  items: readonly T[],
): readonly (readonly [item: T, index: number, copy: number])[] {
  const copies = items.flatMap((item) => Array.from({ length: item.repeat }, (_, copy) => [item, copy] as const));
  return copies.map(([item, copy], index) => [item, index, copy] as const);
}

function group(built: readonly Built[], scopeKey: string, recordKey: string): readonly unknown[] {
  const groups = new Map<string, { resource: unknown; records: unknown[] }>();
  for (const { origin, record } of built) {
    const service = origin.service === undefined ? {} : { 'service.name': origin.service };
    const resource = { attributes: keyValues({ ...service, ...origin.resource }) };
    const key = JSON.stringify(resource);
    const found = groups.get(key) ?? { resource, records: [] };
    groups.set(key, found);
    found.records.push(record);
  }
  return [...groups.values()].map(({ resource, records }) => ({
    resource,
    [scopeKey]: [{ scope: { name: 'plinth.pipeline-test' }, [recordKey]: records }],
  }));
}

function keyValues(attributes: Readonly<Record<string, Value>>): readonly unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Value): unknown {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map((item: Value) => anyValue(item)) } };
  return { kvlistValue: { values: keyValues(value as Readonly<Record<string, Value>>) } };
}

/** Evenly spread over all ids, as samplers expect. */
function idOf(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
