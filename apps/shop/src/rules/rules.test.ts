// Each rule is silent on good evidence and names service and fault on broken evidence.
import { describe, expect, test } from 'vitest';
import type { Evidence, LogLine, Sample, ServiceName } from '../evidence.ts';
import { rules } from './rules.ts';
import { buildGoodEvidence } from './testdata/good-evidence.ts';

const judge = (evidence: Evidence) =>
  rules.flatMap((rule) => rule(evidence)).map(({ pillar, service, message }) => `${pillar}: ${service}: ${message}`);

function withSpan(index: number, change: (span: Evidence['spans'][number]) => Evidence['spans'][number] | undefined): Evidence {
  const evidence = buildGoodEvidence();
  return { ...evidence, spans: evidence.spans.flatMap((span, at) => (at === index ? (change(span) ?? []) : [span])) };
}
function withLine(service: ServiceName, change: (fields: LogLine['fields']) => LogLine['fields'] | undefined): Evidence {
  const evidence = buildGoodEvidence();
  const lines = evidence.lines.flatMap((line) => {
    if (line.service !== service) return [line];
    const fields = change(line.fields);
    return fields === undefined ? [] : [{ service, fields }];
  });
  return { ...evidence, lines };
}
function withSamples(service: ServiceName, change: (sample: Sample) => Sample): Evidence {
  const evidence = buildGoodEvidence();
  return { ...evidence, after: { ...evidence.after, [service]: evidence.after[service].map(change) } };
}
const without = (fields: LogLine['fields'], ...names: string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

test('good evidence has no finding', () => expect(judge(buildGoodEvidence())).toEqual([]));

describe('traces', () => {
  test('a missing server span', () => {
    expect(judge(withSpan(2, () => undefined))).toContainEqual('traces: payments: no server span for POST /authorisations arrived');
  });
  test('a request in another trace', () => {
    const found = judge(withSpan(2, (span) => ({ ...span, traceId: 'f'.repeat(32) })));
    expect(found).toContainEqual(
      `traces: payments: its span POST /authorisations is in another trace (${'f'.repeat(32)}): traceparent was not taken over`,
    );
  });
  test('a wrong route, a wrong status', () => {
    expect(judge(withSpan(0, (span) => ({ ...span, attributes: { ...span.attributes, 'http.route': '/orders/17' } })))).toEqual([
      'traces: storefront: http.route is /orders/17, expected /orders',
    ]);
    expect(judge(withSpan(0, (span) => ({ ...span, attributes: { ...span.attributes, 'http.response.status_code': 200 } })))).toEqual([
      'traces: storefront: POST /orders has status 200 on its span, expected 201',
    ]);
  });
  test('a parent that never arrived, and a span without one', () => {
    expect(judge(withSpan(1, () => undefined))).toEqual([
      'traces: payments: the parent of span POST /authorisations (2222222222222222) never arrived',
    ]);
    expect(judge(withSpan(4, (span) => ({ ...span, parentSpanId: undefined })))).toEqual([
      'traces: fulfilment: span process fulfil-order has no parent',
    ]);
  });
  test('a job that is not in the trace, or failed for no reason', () => {
    expect(judge(withSpan(4, (span) => ({ ...span, traceId: 'f'.repeat(32) })))).toContainEqual(
      'traces: fulfilment: 0 consumer spans of queue fulfil-order in the trace, expected 1',
    );
    expect(judge(withSpan(4, (span) => ({ ...span, status: { code: 'error', message: '' } })))).toEqual([
      'traces: fulfilment: 1 of 1 consumer spans are errors, expected 0',
    ]);
  });
});

describe('logs', () => {
  test('a line without trace ids', () => {
    expect(judge(withLine('fulfilment', (fields) => without(fields, 'trace_id', 'span_id')))).toEqual([
      'logs: fulfilment: the log line of event stock.reserved has no trace_id',
      'logs: fulfilment: log line "stock.reserved" has no trace_id and span_id',
    ]);
  });
  test('a line with ids that no span has', () => {
    expect(judge(withLine('payments', (fields) => ({ ...fields, span_id: 'f'.repeat(16) })))).toEqual([
      `logs: payments: log line "payment.authorised" has span_id ${'f'.repeat(16)}, and no such span arrived`,
    ]);
  });
  test('an event that was not logged, or twice', () => {
    expect(judge(withLine('storefront', () => undefined))).toEqual(['logs: storefront: no log line with event order.placed']);
    const evidence = buildGoodEvidence();
    expect(judge({ ...evidence, lines: [...evidence.lines, ...evidence.lines] })).toContainEqual(
      'logs: storefront: 2 log lines with event order.placed, expected one',
    );
  });
});

describe('metrics', () => {
  test('a metric without exemplar', () => {
    expect(judge(withSamples('payments', (sample) => ({ ...sample, exemplar: undefined })))).toEqual([
      'metrics: payments: http_server_request_duration_seconds_bucket for POST /authorisations 200 has no exemplar',
      'metrics: payments: payment_authorised_total for event payment.authorised has no exemplar',
    ]);
  });
  test('an exemplar of another trace', () => {
    const other = { labels: { trace_id: 'f'.repeat(32), span_id: 'f'.repeat(16) }, value: 1 };
    const found = judge(
      withSamples('payments', (sample) => (sample.name === 'payment_authorised_total' ? { ...sample, exemplar: other } : sample)),
    );
    expect(found).toEqual([expect.stringMatching(/^metrics: payments: no exemplar of payment_authorised_total/)]);
  });
  test('a counter that did not move, or moved twice', () => {
    const move = (value: number) =>
      judge(withSamples('fulfilment', (sample) => (sample.name === 'stock_reserved_total' ? { ...sample, value } : sample)));
    expect(move(0)).toEqual(['metrics: fulfilment: stock_reserved_total for event stock.reserved moved by 0, expected 1']);
    expect(move(2)).toEqual(['metrics: fulfilment: stock_reserved_total for event stock.reserved moved by 2, expected 1']);
  });
});

describe('correlation', () => {
  test('a forged id in the response, on a span, in a line', () => {
    const evidence = buildGoodEvidence();
    expect(judge({ ...evidence, response: { ...evidence.response, correlationId: 'forged-1234' } })).toEqual([
      'correlation: storefront: answered with x-correlation-id forged-1234, sent was shop-12345678',
    ]);
    expect(judge(withSpan(2, (span) => ({ ...span, attributes: { ...span.attributes, correlation_id: 'forged-1234' } })))).toEqual([
      'correlation: payments: span POST /authorisations has correlation_id forged-1234, sent was shop-12345678',
    ]);
    expect(judge(withLine('fulfilment', (fields) => without(fields, 'correlation_id')))).toEqual([
      'correlation: fulfilment: log line "stock.reserved" has correlation_id (none), sent was shop-12345678',
    ]);
  });
});

describe('secrecy', () => {
  test('a card number in a line, an e-mail address on a span; the finding does not repeat them', () => {
    const inLine = judge(withLine('storefront', (fields) => ({ ...fields, body: 'card 4242424242424242' })));
    expect(inLine).toEqual(['secrecy: storefront: log line "order.placed" shows the customer’s card number']);
    const onSpan = judge(withSpan(0, (span) => ({ ...span, attributes: { ...span.attributes, note: 'jane.doe@customer.example' } })));
    expect(onSpan).toEqual(['secrecy: storefront: span POST /orders shows the customer’s e-mail address']);
  });
});
