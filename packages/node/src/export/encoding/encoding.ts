// How records become requests. Each record is encoded when it is made, and a request joins records. So the queue has bytes, counted exactly.
import type { Attributes } from '@opentelemetry/api';
import type { OtlpLogRecord } from '../../logs/otlp.ts';
import type { MetricSnapshot } from '../../metrics/metric-snapshot.ts';
import type { EndedSpan } from '../../traces/ended-span.ts';
import { toHrTime } from '../../traces/hr-time.ts';
import { writeLogRecord } from './log-protobuf.ts';
import { writeMetric } from './metric-protobuf.ts';
import { buildAttributesJson, buildLogRecordJson, buildMetricJson, buildSpanJson } from './otlp-json.ts';
import { writeAttributes } from './protobuf-attributes.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { writeSpan } from './span-protobuf.ts';

/** The OpenTelemetry instrumentation scope that made a record. */
export interface Scope {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
}

export interface EncodedRecord {
  readonly scope: Scope;
  readonly bytes: Uint8Array;
}

export interface Encoding {
  readonly contentType: string;
  span(span: EndedSpan): EncodedRecord;
  log(record: OtlpLogRecord): EncodedRecord;
  metric(metric: MetricSnapshot, startMs: number, timeMs: number): EncodedRecord;
  /** Builds the body of an export request with these records. */
  request(signal: 'traces' | 'metrics' | 'logs', records: readonly EncodedRecord[]): Uint8Array;
}

export interface EncodingOptions {
  readonly resource: Attributes;
  /** The scope of records that the SDK makes itself. */
  readonly scope: Scope;
}

export function createProtobufEncoding({ resource, scope: ownScope }: EncodingOptions): Encoding {
  const writer = new ProtobufWriter();
  const resourceStart = writer.begin(1);
  writeAttributes(writer, 1, resource);
  writer.end(resourceStart);
  const resourceBytes = writer.take();
  const encode = <T>(scope: Scope, record: T, write: (target: ProtobufWriter, value: T) => void): EncodedRecord => {
    // An earlier record that could not be encoded may have left bytes behind.
    writer.reset();
    // The records are field 2 of ScopeSpans, of ScopeLogs and of ScopeMetrics.
    writer.message(2, record, write);
    return { scope, bytes: writer.take() };
  };
  return {
    contentType: 'application/x-protobuf',
    span: (span) => encode(span.instrumentationScope, span, writeSpan),
    log: (record) => encode(ownScope, record, writeLogRecord),
    metric: (metric, startMs, timeMs) =>
      encode(ownScope, metric, (target, value) => writeMetric(target, value, toHrTime(startMs), toHrTime(timeMs))),
    request(_signal, records) {
      writer.reset();
      const body = writer.begin(1);
      writer.raw(resourceBytes);
      for (const [scope, ofScope] of groupByScope(records)) {
        const scopeStart = writer.begin(2);
        const head = writer.begin(1);
        writer.string(1, scope.name);
        if (scope.version !== undefined) writer.string(2, scope.version);
        writer.end(head);
        for (const { bytes } of ofScope) writer.raw(bytes);
        if (scope.schemaUrl !== undefined) writer.string(3, scope.schemaUrl);
        writer.end(scopeStart);
      }
      writer.end(body);
      return writer.take();
    },
  };
}

const jsonNames = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

export function createJsonEncoding({ resource, scope: ownScope }: EncodingOptions): Encoding {
  const resourceJson = JSON.stringify({ attributes: buildAttributesJson(resource) });
  const encode = (scope: Scope, record: unknown): EncodedRecord => ({ scope, bytes: Buffer.from(JSON.stringify(record)) });
  return {
    contentType: 'application/json',
    span: (span) => encode(span.instrumentationScope, buildSpanJson(span)),
    log: (record) => encode(ownScope, buildLogRecordJson(record)),
    metric: (metric, startMs, timeMs) => encode(ownScope, buildMetricJson(metric, toHrTime(startMs), toHrTime(timeMs))),
    request(signal, records) {
      const [resources, scopes, items] = jsonNames[signal];
      const parts = [...groupByScope(records)].map(([{ name, version, schemaUrl }, ofScope]) => {
        const texts = ofScope.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
        const schema = schemaUrl === undefined ? '' : `"schemaUrl":${JSON.stringify(schemaUrl)},`;
        return `{"scope":${JSON.stringify({ name, version })},${schema}"${items}":[${texts.join(',')}]}`;
      });
      return Buffer.from(`{"${resources}":[{"resource":${resourceJson},"${scopes}":[${parts.join(',')}]}]}`);
    },
  };
}

function groupByScope(records: readonly EncodedRecord[]): Map<Scope, EncodedRecord[]> {
  const groups = new Map<Scope, EncodedRecord[]>();
  for (const record of records) {
    const group = groups.get(record.scope);
    if (group === undefined) groups.set(record.scope, [record]);
    else group.push(record);
  }
  return groups;
}
