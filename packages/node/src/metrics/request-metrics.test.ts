import { beforeEach, expect, test } from 'vitest';
import { renderExposition } from './exposition.ts';
import { createMetricStore, type MetricStore } from './metric-store.ts';
import { createRequestMetrics } from './request-metrics.ts';
import type { RequestObserver } from '../context/request-records.ts';
import { createRedaction } from '../redaction/redact.ts';

let store: MetricStore;
let requests: RequestObserver;
beforeEach(() => {
  store = createMetricStore({
    redaction: createRedaction({ allowKeys: [] }),
    readExemplar: () => undefined,
    onOverflow() {},
    onInvalid() {},
    onRecord() {},
  });
  requests = createRequestMetrics(store);
});
const scrape = () => renderExposition(store.read(), 'openmetrics');
const spanContext = (traceFlags: number) => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags });

function end(traceFlags: number, active = { count: 1 }): void {
  const record = { method: 'GET', scheme: 'http', route: '/orders/:id', statusCode: 200, protocolVersion: '1.1', errorType: undefined };
  requests.endServerRequest({ ...record, durationSeconds: 0.02, spanContext: spanContext(traceFlags) }, active);
}

test('active requests are those that have started and not ended', async () => {
  const active = requests.startServerRequest('GET', 'http');
  requests.startServerRequest('GET', 'http');
  requests.startServerRequest('POST', 'https');
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
