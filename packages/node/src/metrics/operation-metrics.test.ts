import { beforeEach, describe, expect, test } from 'vitest';
import { renderExposition } from './exposition.ts';
import { createMetricStore, type MetricStore } from './metric-store.ts';
import { createOperationMetrics } from './operation-metrics.ts';
import type { OperationObserver } from '../measure/operations.ts';
import { createRedaction } from '../redaction/redact.ts';

let store: MetricStore;
let operations: OperationObserver;
beforeEach(() => {
  store = createMetricStore({
    redaction: createRedaction({ allowKeys: [] }),
    readExemplar: () => undefined,
    onOverflow() {},
    onInvalid() {},
    onRecord() {},
  });
  operations = createOperationMetrics(store);
});
const scrape = () => renderExposition(store.read(), 'openmetrics');
const spanContext = (traceFlags: number) => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags });

function end(traceFlags: number, active = { count: 1 }): void {
  const record = { method: 'GET', scheme: 'http', route: '/orders/:id', statusCode: 200, protocolVersion: '1.1', errorType: undefined };
  operations.endServerRequest({ ...record, durationSeconds: 0.02, spanContext: spanContext(traceFlags) }, active);
}

test('active requests are those that have started and not ended', async () => {
  const active = operations.startServerRequest('GET', 'http');
  operations.startServerRequest('GET', 'http');
  operations.startServerRequest('POST', 'https');
  end(1, active);
  expect(scrape()).toContain('http_server_active_requests{http_request_method="GET",url_scheme="http"} 1\n');
  expect(scrape()).toContain('http_server_active_requests{http_request_method="POST",url_scheme="https"} 1\n');
  end(1, active);
  expect(scrape()).toContain('http_server_active_requests{http_request_method="GET",url_scheme="http"} 0\n');
});

test('only a sampled request leaves an exemplar', async () => {
  end(0);
  expect(scrape()).not.toContain('trace_id');
  end(1);
  expect(scrape()).toMatch(/^http_server_request_duration_seconds_bucket\{le="0\.025".*\} 2 # \{trace_id="a{32}",span_id="b{16}"\} 0.02 /m);
});

describe('the first error of a route', () => {
  const request = { method: 'GET', scheme: 'http', protocolVersion: '1.1', durationSeconds: 0.02, spanContext: undefined };
  const answer = (statusCode: number, route: string | undefined, errorType?: string): void =>
    operations.endServerRequest({ ...request, statusCode, route, errorType }, { count: 1 });
  const counts = (route: string): string[] =>
    scrape()
      .split('\n')
      .filter((line) => line.startsWith('http_server_request_duration_seconds_count') && line.includes(`"${route}"`))
      .map((line) => /status_code="(\d*)".* (\d+)$/.exec(line)?.slice(1).join(' ') ?? line);

  test('is an increase: the series is there from the first answer on, whatever is thrown later', () => {
    answer(200, '/carts');
    expect(counts('/carts')).toEqual(['200 1', '500 0']);
    answer(500, '/carts', 'TypeError');
    answer(500, '/carts', '500');
    answer(404, '/carts');
    expect(counts('/carts')).toEqual(['200 1', '500 2', '404 1']);
  });

  test('a path without a route has no such series', () => {
    answer(404, undefined);
    expect(scrape()).not.toMatch(/^http_server_request_duration_seconds_count\{(?!.*http_route).*status_code="500"/m);
  });
});

test('messages are counted by the message, retries beside', async () => {
  const job = { system: 'kafka', destination: 'orders', durationSeconds: 0.02, errorType: undefined, spanContext: spanContext(1) };
  operations.endJob({ ...job, operation: 'send', messageCount: 3, isRetry: false });
  operations.endJob({ ...job, operation: 'process', messageCount: 1, isRetry: false, errorType: 'RangeError' });
  operations.endJob({ ...job, operation: 'process', messageCount: 1, isRetry: true });
  const text = scrape();
  const labels = 'messaging_system="kafka",messaging_destination_name="orders"';
  expect(text).toContain(`messaging_client_sent_messages_total{${labels},messaging_operation_name="send"} 3 `);
  expect(text).toContain(`messaging_client_consumed_messages_total{${labels},messaging_operation_name="process"} 1 `);
  expect(text).toContain(
    `messaging_client_consumed_messages_total{${labels},messaging_operation_name="process",error_type="RangeError"} 1 `,
  );
  expect(text).toContain(`plinth_queue_retries_total{${labels}} 1 `);
});

test('calls have a histogram for each side', async () => {
  const call = { system: 'grpc', method: 'shop.Stock/Get', durationSeconds: 0.02, spanContext: spanContext(1) } as const;
  operations.endRpc({ ...call, side: 'server', statusCode: 'OK', errorType: undefined });
  operations.endRpc({
    ...call,
    side: 'client',
    statusCode: 'UNAVAILABLE',
    errorType: 'UNAVAILABLE',
    serverAddress: 'stock',
    serverPort: 443,
  });
  const text = scrape();
  expect(text).toContain(
    'rpc_server_call_duration_seconds_count{rpc_system_name="grpc",rpc_method="shop.Stock/Get",rpc_response_status_code="OK"} 1\n',
  );
  expect(text).toContain(
    'rpc_client_call_duration_seconds_count{rpc_system_name="grpc",rpc_method="shop.Stock/Get",rpc_response_status_code="UNAVAILABLE",error_type="UNAVAILABLE",server_address="stock",server_port="443"} 1\n',
  );
});
