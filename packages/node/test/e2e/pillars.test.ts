import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCollector, startService, type Received, type ServiceProcess } from './service-process.ts';

describe.each(['service.mjs', 'service.cjs'])('%s', (file) => {
  let collector: Received;
  let service: ServiceProcess;
  let response: Response;
  let openMetrics: string;

  beforeAll(async () => {
    collector = await startCollector();
    service = await startService(file, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_LOGS_EXPORTER: 'console,otlp',
      OTEL_METRICS_EXPORTER: 'prometheus,otlp',
      OTEL_METRIC_EXPORT_INTERVAL: '60000',
    });
    response = await fetch(`${service.url}/order`, { headers: { 'x-correlation-id': 'order-12345678' } });
    await response.text();
    openMetrics = await fetch(`${service.adminUrl}/metrics`, { headers: { accept: 'application/openmetrics-text' } }).then((answer) =>
      answer.text(),
    );
    service.child.kill('SIGTERM');
    await service.ended;
  });
  afterAll(async () => {
    service.child.kill('SIGKILL');
    await collector.shutdown();
  });

  const serverSpan = () => collector.spans.find((span) => span.kind === 'server');
  const lineOf = (message: string) => service.lines.find((line) => line.message === message);

  test('the span, the log line, the exemplar and the response agree', () => {
    const span = serverSpan();
    expect(span).toBeDefined();
    expect(span?.attributes).toMatchObject({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      correlation_id: 'order-12345678',
    });
    expect(response.headers.get('x-correlation-id')).toBe('order-12345678');
    for (const message of ['placing order', 'order.placed']) {
      expect(lineOf(message)).toMatchObject({
        trace_id: span?.traceId,
        span_id: span?.spanId,
        trace_flags: '01',
        correlation_id: 'order-12345678',
        'service.name': 'fixture',
        severity_number: 9,
      });
    }
    const exemplar = `# {trace_id="${span?.traceId}",span_id="${span?.spanId}"}`;
    for (const metric of [
      'order_placed_total',
      'shop_visits_total',
      'order_amount_bucket',
      'http_server_request_duration_seconds_bucket',
    ]) {
      expect(
        openMetrics.split('\n').find((line) => line.startsWith(metric) && line.includes(exemplar)),
        metric,
      ).toBeDefined();
    }
  });

  test('one event is one count, one measure, one log record and one mark on the span', () => {
    expect(openMetrics).toMatch(/^order_placed_total\{currency="EUR"\} 1 #/m);
    expect(openMetrics).toMatch(/^order_amount_sum\{currency="EUR"\} 250$/m);
    expect(service.lines.filter((line) => line['event'] === 'order.placed')).toHaveLength(1);
    expect(serverSpan()?.events.map((event) => event.name)).toEqual(['order.placed']);
  });

  test('what is pushed by OTLP says the same', () => {
    const log = collector.logs.find((record) => record.eventName === 'order.placed');
    expect(log).toMatchObject({ traceId: serverSpan()?.traceId, spanId: serverSpan()?.spanId, severityNumber: 9 });
    expect(log?.attributes).toMatchObject({ order_id: 'o-1', correlation_id: 'order-12345678' });
    const metric = collector.metrics.find((record) => record.name === 'order.placed');
    expect(metric?.points[0]).toMatchObject({ attributes: { currency: 'EUR' } });
    expect(collector.metrics.map((record) => record.name)).toContain('http.server.request.duration');
  });

  test('nothing personal or secret left the process', () => {
    for (const secret of ['hunter2-secret', 'jane@example.com']) {
      expect(service.stdout()).not.toContain(secret);
      expect(collector.everything()).not.toContain(secret);
      expect(openMetrics).not.toContain(secret);
    }
  });

  test('the SDK says nothing on stderr', () => expect(service.stderr()).toBe(''));
});
