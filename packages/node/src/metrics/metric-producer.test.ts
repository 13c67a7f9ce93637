import { defineTelemetry } from '@plinth/catalog';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { DataPointType } from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import { createMetricProducer } from './metric-producer.ts';
import { createMetricStore } from './metric-store.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { createRedaction } from '../redaction/redact.ts';

const store = createMetricStore({
  redaction: createRedaction({ allowKeys: [] }),
  readExemplar: () => undefined,
  onOverflow() {},
  onInvalid() {},
  onRecord() {},
});
const resource = resourceFromAttributes({});

test('OTLP has the OTel names, units and attribute keys, and the same numbers as a scrape', async () => {
  const catalog = defineTelemetry({
    metrics: {
      'card.checks': { type: 'counter', unit: '{check}', help: 'Checks', owner: 'payments' },
      'stock.level': { type: 'gauge', unit: '{item}', help: 'Stock', owner: 'fulfilment' },
    },
  });
  const producer = createMetricProducer(store, resource, () => 5000);
  store.instrument(catalog.metrics['card.checks']).record(3, {});
  store.instrument(catalog.metrics['stock.level']).record(12, {});
  const requests = createRequestMetrics(store);
  for (const durationSeconds of [0.004, 0.2, 20]) {
    requests.endServerRequest({
      method: 'GET',
      scheme: 'http',
      route: '/orders/:id',
      statusCode: 200,
      protocolVersion: '1.1',
      errorType: undefined,
      durationSeconds,
      spanContext: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0 },
    });
  }
  const { resourceMetrics } = await producer.collect();
  const metrics = new Map(resourceMetrics.scopeMetrics[0]?.metrics.map((metric) => [metric.descriptor.name, metric]));
  expect(metrics.get('card.checks')).toMatchObject({ isMonotonic: true, dataPointType: DataPointType.SUM, dataPoints: [{ value: 3 }] });
  expect(metrics.get('stock.level')).toMatchObject({ descriptor: { unit: '{item}' }, dataPoints: [{ value: 12 }] });
  const duration = metrics.get('http.server.request.duration');
  expect(duration?.descriptor.unit).toBe('s');
  expect(duration?.dataPoints).toHaveLength(1);
  expect(duration?.dataPoints[0]).toMatchObject({
    startTime: [5, 0],
    attributes: { 'http.request.method': 'GET', 'http.route': '/orders/:id', 'http.response.status_code': 200, 'url.scheme': 'http' },
    value: { count: 3, sum: 20.204 },
  });
  const { boundaries, counts } = (duration!.dataPoints[0]!.value as { buckets: { boundaries: number[]; counts: number[] } }).buckets;
  expect(counts).toHaveLength(boundaries.length + 1);
  expect(counts.filter((count) => count > 0)).toEqual([1, 1, 1]);
  expect(counts.at(-1)).toBe(1);
});
