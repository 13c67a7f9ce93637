import { createTraceState, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type AnyValue, type Attributes } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeExportRequest, type Encoding as WireEncoding } from '@plinth/otlp';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMetricStore } from '../../metrics/metric-store.ts';
import type { OtlpLogRecord } from '../../logs/otlp.ts';
import { createRedaction } from '../../redaction/redact.ts';
import { createJsonEncoding, createProtobufEncoding, type Encoding } from './encoding.ts';

const resource = { 'service.name': 'payments', 'process.pid': 42 };
const scope = { name: '@plinth/node', version: '1.2.3' };
const encodings: readonly [WireEncoding, Encoding][] = [
  ['protobuf', createProtobufEncoding({ resource, scope })],
  ['json', createJsonEncoding({ resource, scope })],
];

function endSpans(use: (provider: TracerProvider) => void): ReadableSpan[] {
  const spans: ReadableSpan[] = [];
  const collect = {
    onStart() {},
    onEnd: (span: ReadableSpan) => void spans.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  use(
    new TracerProvider({
      resource: resourceFromAttributes(resource),
      spanProcessors: [collect],
      spanLimits: { attributeCountLimit: 20, eventCountLimit: 2 },
    }),
  );
  return spans;
}

const spans = endSpans((provider) => {
  const tracer = provider.getTracer('http', '0.1.0');
  const remote = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: 1,
    isRemote: true,
    traceState: createTraceState('vendor=1'),
  };
  const parent = trace.setSpanContext(ROOT_CONTEXT, remote);
  const server = tracer.startSpan(
    'GET /orders/:id',
    { kind: SpanKind.SERVER, links: [{ context: remote, attributes: { 'link.kind': 'retry' } }] },
    parent,
  );
  server.setAttributes({
    'http.request.method': 'GET',
    'http.response.status_code': 503,
    ok: false,
    ratio: 0.1,
    tags: ['a', 'ü'],
    big: -9_007_199_254_740_991,
  });
  for (const name of ['first', 'second', 'third']) server.addEvent(name, { index: 1.5 });
  server.recordException(new RangeError('too much'));
  server.setStatus({ code: SpanStatusCode.ERROR, message: 'üñî '.repeat(100) });
  server.end();
  provider.getTracer('pg').startSpan('SELECT', { kind: SpanKind.CLIENT }, trace.setSpan(ROOT_CONTEXT, server)).end();
  provider.getTracer('pg').startSpan('').end();
});

describe.each(encodings)('%s', (wire, encoding) => {
  test('the schema URL of a scope is where OpenTelemetry’s own encoding has it', () => {
    const schemaUrl = 'https://opentelemetry.io/schemas/1.30.0';
    const made = endSpans((provider) => provider.getTracer('pg', '1', { schemaUrl }).startSpan('SELECT').end());
    const serializer = wire === 'protobuf' ? ProtobufTraceSerializer : JsonTraceSerializer;
    const theirs = Buffer.from(serializer.serializeRequest(made)!).toString('latin1');
    const ours = Buffer.from(encoding.request('traces', made.map(encoding.span))).toString('latin1');
    const fieldOf = (text: string): string => text.slice(text.indexOf(schemaUrl) - 2, text.indexOf(schemaUrl) + schemaUrl.length);
    expect(theirs).toContain(schemaUrl);
    expect(fieldOf(ours)).toBe(fieldOf(theirs));
    expect(() => decodeExportRequest('traces', wire, Buffer.from(ours, 'latin1'))).not.toThrow();
  });

  test('spans are the same as in OpenTelemetry’s own encoding', () => {
    const body = encoding.request('traces', spans.map(encoding.span));
    const serializer = wire === 'protobuf' ? ProtobufTraceSerializer : JsonTraceSerializer;
    expect(decodeExportRequest('traces', wire, body)).toEqual(decodeExportRequest('traces', wire, serializer.serializeRequest(spans)!));
  });

  test('a log record arrives whole', () => {
    const record: OtlpLogRecord = {
      timestampMs: Date.UTC(2026, 10, 25, 12, 0, 0, 7),
      severityNumber: 17,
      severityText: 'error',
      body: 'card declined',
      eventName: 'card.declined',
      attributes: { nested: { deep: [1, 'two', { three: null }] } as AnyValue, correlation_id: 'c-1' } as Attributes,
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
    };
    const [log] = decodeExportRequest('logs', wire, encoding.request('logs', [encoding.log(record)]));
    expect(log).toMatchObject({
      timeUnixNano: BigInt(record.timestampMs) * 1_000_000n,
      observedTimeUnixNano: BigInt(record.timestampMs) * 1_000_000n,
      severityNumber: 17,
      severityText: 'error',
      body: 'card declined',
      eventName: 'card.declined',
      attributes: { nested: { deep: [1, 'two', { three: null }] }, correlation_id: 'c-1' },
      traceId: record.traceId,
      spanId: record.spanId,
      flags: 1,
      resource: { attributes: resource },
      scope: { name: '@plinth/node', version: '1.2.3' },
    });
    const [outside] = decodeExportRequest(
      'logs',
      wire,
      encoding.request('logs', [encoding.log({ ...record, traceId: undefined, spanId: undefined })]),
    );
    expect(outside).toMatchObject({ traceId: undefined, spanId: undefined });
  });

  test('metrics of every type, with the exemplars that lead to their traces', () => {
    const store = createMetricStore({
      redaction: createRedaction({ allowKeys: [] }),
      readExemplar: () => undefined,
      onOverflow() {},
      onInvalid() {},
      onRecord() {},
    });
    const define = (name: string, type: 'counter' | 'gauge' | 'updowncounter' | 'histogram', extra = {}) =>
      store.instrument({
        name: name.replaceAll('_', '.'),
        prometheusName: name,
        type,
        unit: '1',
        help: `Help of ${name}`,
        labels: { code: { limit: 9 } },
        attributes: { code: 'http.response.status_code' },
        ...extra,
      });
    const exemplar = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
    define('requests_total', 'counter').record(3, { code: '503' }, exemplar);
    define('level', 'gauge').record(-1.5, {});
    const active = define('active', 'updowncounter');
    active.record(5, {});
    active.record(-2, {});
    const duration = define('duration', 'histogram', { buckets: [0.1, 1] });
    for (const value of [0.05, 0.5, 0.7]) duration.record(value, { code: '200' }, exemplar);
    duration.record(7, { code: '200' });
    const body = encoding.request(
      'metrics',
      store.read().map((metric) => encoding.metric(metric, 1000, 2000)),
    );
    const metrics = decodeExportRequest('metrics', wire, body);
    const times = { startTimeUnixNano: 1_000_000_000n, timeUnixNano: 2_000_000_000n };
    const ids = { traceId: exemplar.trace_id, spanId: exemplar.span_id };
    expect(metrics.filter(({ points }) => points.length > 0)).toMatchObject([
      {
        name: 'requests.total',
        type: 'sum',
        monotonic: true,
        temporality: 'cumulative',
        points: [{ ...times, value: 3, attributes: { 'http.response.status_code': 503 }, exemplars: [{ ...ids, value: 3 }] }],
      },
      { name: 'level', type: 'gauge', points: [{ ...times, value: -1.5, exemplars: [] }] },
      { name: 'active', type: 'sum', monotonic: false, points: [{ value: 3 }] },
      {
        name: 'duration',
        type: 'histogram',
        temporality: 'cumulative',
        unit: '1',
        description: 'Help of duration',
        points: [
          {
            ...times,
            count: 4,
            sum: 8.25,
            bucketCounts: [1, 2, 1],
            explicitBounds: [0.1, 1],
            exemplars: [
              { ...ids, value: 0.05 },
              { ...ids, value: 0.7 },
            ],
          },
        ],
      },
    ]);
  });
});

test('any attribute says the same in both encodings', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
  );
  const value = fc.letrec<{ value: AnyValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')),
      fc.uint8Array(),
    ) as fc.Arbitrary<AnyValue>,
  })).value;
  const decode = (attributes: Attributes) =>
    encodings.map(([wire, encoding]) => {
      const record: OtlpLogRecord = {
        timestampMs: 0,
        severityNumber: 9,
        severityText: 'info',
        body: attributes['body'] ?? '',
        eventName: undefined,
        attributes,
        traceId: undefined,
        spanId: undefined,
        traceFlags: 0,
      };
      return decodeExportRequest('logs', wire, encoding.request('logs', [encoding.log(record)]));
    });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (attributes) => {
      const [protobuf, json] = decode(attributes as Attributes);
      expect(protobuf).toEqual(json);
    }),
    { numRuns: 300 },
  );
});

test('a value that holds itself is cut, not followed for ever', () => {
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;
  const record: OtlpLogRecord = {
    timestampMs: 0,
    severityNumber: 9,
    severityText: 'info',
    body: '',
    eventName: undefined,
    attributes: { loop } as Attributes,
    traceId: undefined,
    spanId: undefined,
    traceFlags: 0,
  };
  for (const [wire, encoding] of encodings) {
    expect(JSON.stringify(decodeExportRequest('logs', wire, encoding.request('logs', [encoding.log(record)]))[0]?.attributes)).toContain(
      '[Truncated]',
    );
  }
});
