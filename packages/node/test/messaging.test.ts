import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { getCorrelationId, setCorrelationId } from '../src/context/correlation.ts';
import { traceProcess, traceSend, type JobHeaders } from '../src/traces/messaging.ts';
import { startTracingHarness } from './tracing-harness.ts';

const harness = startTracingHarness();
afterAll(() => harness.shutdown());
beforeEach(() => harness.reset());

const queue = { system: 'pg-boss', destination: 'fulfil' };
const options = { tracer: harness.tracer, operations: harness.operations, extractContext: harness.extractContext, onConsumer: () => {} };

test('the trace and the correlation id go on from the producer to the worker', async () => {
  let sent: JobHeaders = {};
  const producer = context.with(setCorrelationId(ROOT_CONTEXT, 'order-12345678'), () =>
    traceSend(queue, async (headers) => void (sent = headers), options),
  );
  await producer;
  let seen: string | undefined;
  // A worker knows the job only: no context of the producer is active.
  await traceProcess(
    { ...queue, headers: JSON.parse(JSON.stringify(sent)), messageId: '1', retryCount: 1 },
    async () => void (seen = getCorrelationId(context.active())),
    options,
  );
  const [send, process] = harness.spans();
  expect(seen).toBe('order-12345678');
  expect(send).toMatchObject({
    name: 'send fulfil',
    kind: SpanKind.PRODUCER,
    attributes: { 'messaging.system': 'pg-boss', correlation_id: 'order-12345678' },
  });
  expect(process).toMatchObject({
    name: 'process fulfil',
    kind: SpanKind.CONSUMER,
    parentSpanContext: { spanId: send?.spanContext().spanId },
    attributes: { 'messaging.destination.name': 'fulfil', 'messaging.message.id': '1', correlation_id: 'order-12345678' },
  });
  expect(harness.jobs.map(({ operation, errorType }) => [operation, errorType])).toEqual([
    ['send', undefined],
    ['process', undefined],
  ]);
});

test('a job that fails marks its span and passes the error on, for the queue to retry', async () => {
  await expect(traceProcess({ ...queue, headers: undefined }, () => Promise.reject(new RangeError('no stock')), options)).rejects.toThrow(
    'no stock',
  );
  expect(harness.spans()).toMatchObject([{ status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': 'RangeError' } }]);
  expect(harness.jobs).toMatchObject([{ errorType: 'RangeError' }]);
});

test.each([undefined, null, 'text', 42, { traceparent: 7, 'x-correlation-id': { a: 1 } }])(
  'headers %j of a foreign job start a trace of their own',
  async (headers) => {
    let seen: string | undefined;
    await traceProcess(
      { ...queue, headers: headers as unknown as JobHeaders },
      async () => void (seen = getCorrelationId(context.active())),
      options,
    );
    expect(seen).toMatch(/^[0-9a-f]{8}-/);
    expect(harness.spans()[0]?.parentSpanContext).toBeUndefined();
  },
);
