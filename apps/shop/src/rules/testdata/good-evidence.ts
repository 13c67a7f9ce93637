// The evidence of an order that succeeded, small but whole; tests break one thing of it at a time.
import type { SpanRecord } from '@plinth/otlp';
import type { Evidence, LogLine, Sample, ServiceName } from '../../evidence.ts';
import { scenarios } from '../../drive/scenarios.ts';

export const traceId = 'a'.repeat(32);
export const driverSpanId = 'd'.repeat(16);
export const correlationId = 'shop-12345678';

let clock = 0n;
function span(
  service: ServiceName,
  spanId: string,
  parentSpanId: string,
  kind: SpanRecord['kind'],
  name: string,
  attributes: SpanRecord['attributes'],
): SpanRecord {
  clock += 1_000_000n;
  return {
    traceId,
    spanId,
    parentSpanId,
    traceState: '',
    flags: 1,
    name,
    kind,
    startTimeUnixNano: clock,
    endTimeUnixNano: clock + 5_000_000n,
    attributes,
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    resource: { attributes: { 'service.name': service }, droppedAttributesCount: 0, schemaUrl: '' },
    scope: { name: 'test', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
  };
}

function line(service: ServiceName, spanId: string, message: string, more: LogLine['fields'] = {}): LogLine {
  const fields = {
    timestamp: '2026-01-01T00:00:00.000Z',
    level: 'info',
    message,
    'service.name': service,
    trace_id: traceId,
    span_id: spanId,
    correlation_id: correlationId,
  };
  return { service, fields: { ...fields, ...more } };
}

function sample(name: string, labels: Sample['labels'], value: number): Sample {
  return { name, labels, value, exemplar: { labels: { trace_id: traceId, span_id: '1'.repeat(16) }, value: 1 } };
}

function requests(method: string, route: string, status: string): Sample[] {
  const labels = { http_request_method: method, http_route: route, http_response_status_code: status };
  return [
    sample('http_server_request_duration_seconds_bucket', { ...labels, le: '+Inf' }, 1),
    sample('http_server_request_duration_seconds_count', labels, 1),
  ];
}

export function buildGoodEvidence(): Evidence {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('there is no scenario');
  const server = (method: string, route: string, status: number) => ({
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    correlation_id: correlationId,
  });
  const queue = { messaging_destination_name: 'fulfil-order' };
  return {
    scenario,
    traceId,
    driverSpanId,
    correlationId,
    response: { status: 201, correlationId },
    spans: [
      span('storefront', '1'.repeat(16), driverSpanId, 'server', 'POST /orders', server('POST', '/orders', 201)),
      span('storefront', '2'.repeat(16), '1'.repeat(16), 'client', 'POST', {}),
      span('payments', '3'.repeat(16), '2'.repeat(16), 'server', 'POST /authorisations', server('POST', '/authorisations', 200)),
      span('storefront', '4'.repeat(16), '1'.repeat(16), 'producer', 'send fulfil-order', { correlation_id: correlationId }),
      span('fulfilment', '5'.repeat(16), '4'.repeat(16), 'consumer', 'process fulfil-order', { correlation_id: correlationId }),
    ],
    lines: [
      line('payments', '3'.repeat(16), 'payment.authorised', { event: 'payment.authorised' }),
      line('storefront', '1'.repeat(16), 'order.placed', { event: 'order.placed' }),
      line('fulfilment', '5'.repeat(16), 'stock.reserved', { event: 'stock.reserved' }),
    ],
    before: { storefront: [], payments: [], fulfilment: [] },
    after: {
      storefront: [
        ...requests('POST', '/orders', '201'),
        sample('messaging_client_sent_messages_total', queue, 1),
        sample('order_placed_total', { currency: 'EUR' }, 1),
      ],
      payments: [...requests('POST', '/authorisations', '200'), sample('payment_authorised_total', {}, 1)],
      fulfilment: [
        sample('messaging_process_duration_seconds_bucket', { ...queue, le: '+Inf' }, 1),
        sample('messaging_process_duration_seconds_count', queue, 1),
        sample('stock_reserved_total', {}, 1),
      ],
    },
  };
}
