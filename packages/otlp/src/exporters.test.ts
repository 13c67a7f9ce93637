// The receiver against the exporters of OpenTelemetry JS: what is sent in protobuf and in JSON arrives as the same records.
import { context, SeverityNumber, SpanKind, SpanStatusCode, trace, TraceFlags, ValueType } from '@opentelemetry/api';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtoMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { AggregationType, MeterProvider, MetricReader, AggregationTemporality } from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { start } from './testdata/client.ts';
import type { Encoding, LogRecord, MetricRecord, SpanRecord } from './types.ts';

const resource = resourceFromAttributes({ 'service.name': 'orders', 'service.instance.id': 'i-1' });
const compressions = [CompressionAlgorithm.NONE, CompressionAlgorithm.GZIP];

function byEncoding<R>(): Record<Encoding, R[]> {
  return { protobuf: [], json: [] };
}

const values = {
  string: 'é😀',
  integer: 42,
  negative: -7,
  double: 1.5,
  'beyond 2^53': 2 ** 54,
  boolean: false,
  strings: ['a', 'b'],
  doubles: [0.5, -0.25],
  booleans: [true, false],
};
const received = { ...values, 'beyond 2^53': 2n ** 54n };

describe.each(compressions)('OpenTelemetry JS with compression %s', (compression) => {
  it('sends spans that arrive the same from protobuf and JSON', async () => {
    const spans = byEncoding<SpanRecord>();
    const receiver = await start({ onTraces: (records, { encoding }) => void spans[encoding].push(...records) });
    const url = `${receiver.url}/v1/traces`;
    const provider = new TracerProvider({
      resource,
      spanProcessors: [ProtoTraceExporter, JsonTraceExporter].map(
        (Exporter) => new SimpleSpanProcessor({ exporter: new Exporter({ url, compression }) }),
      ),
    });
    const tracer = provider.getTracer('shop', '1.2.3', { schemaUrl: 'https://opentelemetry.io/schemas/1.38.0' });
    const remote = {
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: 'eee19b7ec3c1b174',
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    };
    const server = tracer.startSpan(
      'GET /orders',
      { kind: SpanKind.SERVER, attributes: values, startTime: [1_700_000_000, 1] },
      trace.setSpanContext(context.active(), remote),
    );
    const client = tracer.startSpan(
      'SELECT',
      { kind: SpanKind.CLIENT, links: [{ context: remote, attributes: { why: 'retry' } }] },
      trace.setSpan(context.active(), server),
    );
    client.addEvent('exception', { 'exception.type': 'TypeError' }, [1_700_000_000, 500]);
    client.setStatus({ code: SpanStatusCode.ERROR, message: 'boom' });
    client.end();
    server.setStatus({ code: SpanStatusCode.OK });
    server.end([1_700_000_001, 2]);
    await provider.forceFlush();
    await provider.shutdown();

    const byName = (list: readonly SpanRecord[]): readonly SpanRecord[] => list.toSorted((a, b) => a.name.localeCompare(b.name));
    expect(byName(spans.json)).toStrictEqual(byName(spans.protobuf));
    expect(byName(spans.json)).toMatchObject([
      {
        traceId: remote.traceId,
        spanId: server.spanContext().spanId,
        parentSpanId: remote.spanId,
        flags: 0x301,
        name: 'GET /orders',
        kind: 'server',
        startTimeUnixNano: 1_700_000_000_000_000_001n,
        endTimeUnixNano: 1_700_000_001_000_000_002n,
        attributes: received,
        status: { code: 'ok', message: '' },
        resource: { attributes: { 'service.name': 'orders', 'service.instance.id': 'i-1' } },
        scope: { name: 'shop', version: '1.2.3', schemaUrl: 'https://opentelemetry.io/schemas/1.38.0' },
      },
      {
        traceId: remote.traceId,
        spanId: client.spanContext().spanId,
        parentSpanId: server.spanContext().spanId,
        flags: 0x101,
        kind: 'client',
        status: { code: 'error', message: 'boom' },
        events: [{ name: 'exception', timeUnixNano: 1_700_000_000_000_000_500n, attributes: { 'exception.type': 'TypeError' } }],
        links: [{ traceId: remote.traceId, spanId: remote.spanId, flags: 0x301, attributes: { why: 'retry' } }],
      },
    ]);
    expect(receiver.counts()).toMatchObject({ refused: 0, failed: 0, aborted: 0 });
  });

  it('sends log records that arrive the same from protobuf and JSON', async () => {
    const records = byEncoding<LogRecord>();
    const receiver = await start({ onLogs: (list, { encoding }) => void records[encoding].push(...list) });
    const url = `${receiver.url}/v1/logs`;
    const provider = new LoggerProvider({
      resource,
      processors: [ProtoLogExporter, JsonLogExporter].map(
        (Exporter) => new SimpleLogRecordProcessor({ exporter: new Exporter({ url, compression }) }),
      ),
    });
    const span = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', traceFlags: TraceFlags.SAMPLED };
    const attributes = {
      ...values,
      bytes: new Uint8Array([0, 255]),
      mixed: ['a', 1, true, null],
      map: { deep: { deeper: { list: [{ k: 'v' }] } } },
      nothing: null,
    };
    provider.getLogger('winston', '3').emit({
      timestamp: [1_700_000_000, 7],
      observedTimestamp: [1_700_000_000, 8],
      severityNumber: SeverityNumber.WARN,
      severityText: 'warn',
      eventName: 'order.placed',
      body: { message: 'placed', lines: [1, 2.5] },
      attributes,
      context: trace.setSpanContext(context.active(), span),
    });
    await provider.forceFlush();
    await provider.shutdown();

    expect(records.json).toStrictEqual(records.protobuf);
    expect(records.json).toMatchObject([
      {
        timeUnixNano: 1_700_000_000_000_000_007n,
        observedTimeUnixNano: 1_700_000_000_000_000_008n,
        severityNumber: 13,
        severityText: 'warn',
        eventName: 'order.placed',
        body: { message: 'placed', lines: [1, 2.5] },
        attributes: { ...attributes, ...received },
        traceId: span.traceId,
        spanId: span.spanId,
        flags: 1,
        scope: { name: 'winston', version: '3' },
      },
    ]);
  });

  it('sends metrics that arrive the same from protobuf and JSON', async () => {
    const metrics = byEncoding<MetricRecord>();
    const receiver = await start({ onMetrics: (list, { encoding }) => void metrics[encoding].push(...list) });
    const url = `${receiver.url}/v1/metrics`;
    const collected = await collectMetrics();
    for (const Exporter of [ProtoMetricExporter, JsonMetricExporter]) {
      const exporter = new Exporter({ url, compression });
      const result = await new Promise<{ code: number }>((resolve) => exporter.export(collected, resolve));
      expect(result.code).toBe(0);
      await exporter.shutdown();
    }

    expect(metrics.json).toStrictEqual(metrics.protobuf);
    const attributes = { 'http.route': '/orders' };
    const order = ['orders', 'jobs', 'load', 'large', 'duration', 'size'];
    expect(metrics.json.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))).toMatchObject([
      {
        name: 'orders',
        unit: '{order}',
        description: 'orders placed',
        type: 'sum',
        monotonic: true,
        temporality: 'cumulative',
        points: [{ attributes, value: 3 }],
      },
      { name: 'jobs', type: 'sum', monotonic: false, points: [{ value: -2 }] },
      { name: 'load', type: 'gauge', monotonic: undefined, temporality: undefined, points: [{ value: 0.75 }] },
      { name: 'large', type: 'gauge', points: [{ value: 2n ** 54n }] },
      {
        name: 'duration',
        unit: 's',
        type: 'histogram',
        points: [{ count: 3, sum: 7.5, min: 0.5, max: 5, explicitBounds: [1, 3], bucketCounts: [1, 1, 1] }],
      },
      { name: 'size', type: 'exponential_histogram', points: [{ count: 3, sum: 10, min: 0, max: 7, zeroCount: 1 }] },
    ]);
    const size = metrics.json.find(({ type }) => type === 'exponential_histogram');
    expect(size?.type === 'exponential_histogram' && size.points[0]?.positive.bucketCounts.filter((count) => count !== 0)).toEqual([1, 1]);
  });
});

describe('OpenTelemetry JS', () => {
  it('sends again what was refused for a while', async () => {
    const spans: SpanRecord[] = [];
    let refusals = 1;
    const receiver = await start({
      onTraces: (records) => void spans.push(...records),
      respond: () => (refusals-- > 0 ? { status: 503, headers: { 'retry-after': '1' } } : undefined),
    });
    const exporter = new ProtoTraceExporter({ url: `${receiver.url}/v1/traces` });
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    provider.getTracer('t').startSpan('s').end();
    await provider.forceFlush();
    await provider.shutdown();
    expect(spans.map(({ name }) => name)).toEqual(['s']);
    expect(receiver.counts()).toEqual({ accepted: 1, refused: 1, failed: 0, aborted: 0 });
  });

  it('writes the digits of rounded integers in JSON, and the digits are what arrives', async () => {
    const spans = byEncoding<SpanRecord>();
    const receiver = await start({ onTraces: (records, { encoding }) => void spans[encoding].push(...records) });
    const url = `${receiver.url}/v1/traces`;
    const provider = new TracerProvider({
      spanProcessors: [ProtoTraceExporter, JsonTraceExporter].map(
        (Exporter) => new SimpleSpanProcessor({ exporter: new Exporter({ url }) }),
      ),
    });
    provider
      .getTracer('t')
      .startSpan('s', { attributes: { large: 2 ** 60 } })
      .end();
    await provider.forceFlush();
    await provider.shutdown();
    expect(spans.protobuf[0]?.attributes).toEqual({ large: 1152921504606846976n });
    expect(spans.json[0]?.attributes).toEqual({ large: 1152921504606847000n });
  });
});

class OnceReader extends MetricReader {
  protected onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

async function collectMetrics() {
  const reader = new OnceReader({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
  const provider = new MeterProvider({
    resource,
    readers: [reader],
    views: [{ instrumentName: 'size', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  const meter = provider.getMeter('shop', '1');
  meter
    .createCounter('orders', { unit: '{order}', description: 'orders placed', valueType: ValueType.INT })
    .add(3, { 'http.route': '/orders' });
  meter.createUpDownCounter('jobs').add(-2);
  meter.createGauge('load').record(0.75);
  meter.createGauge('large', { valueType: ValueType.INT }).record(2 ** 54);
  const duration = meter.createHistogram('duration', { unit: 's', advice: { explicitBucketBoundaries: [1, 3] } });
  for (const seconds of [0.5, 2, 5]) duration.record(seconds);
  const size = meter.createHistogram('size');
  for (const bytes of [0, 7, 3]) size.record(bytes);
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return resourceMetrics;
}
