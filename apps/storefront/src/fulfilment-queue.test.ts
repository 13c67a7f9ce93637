import { correlation } from '@plinth/node';
import { captureTelemetry, telemetryMatchers } from '@plinth/node/testing';
import { PgBoss } from 'pg-boss';
import { expect, test, vi } from 'vitest';
import { createFulfilmentQueue } from './fulfilment-queue.ts';

expect.extend(telemetryMatchers);

test('the job carries the trace and the correlation id beside its data', async () => {
  const boss = new PgBoss('postgres://nobody@127.0.0.1:1/none');
  const send = vi.spyOn(boss, 'send').mockResolvedValue('j-1');
  const job = { order_id: 'o-1', lines: [{ sku: 'MUG-1', quantity: 1, unit_price_minor: 100 }] };
  const telemetry = await captureTelemetry(() => correlation.run(() => createFulfilmentQueue(boss).send(job), 'order-12345678'));
  const [span] = telemetry.spans;
  const headers = { traceparent: `00-${span?.traceId}-${span?.spanId}-01`, 'x-correlation-id': 'order-12345678' };
  expect(send).toHaveBeenCalledWith('fulfil-order', { ...job, headers: expect.objectContaining(headers) });
  expect(telemetry).toHaveSpan('send fulfil-order', { 'messaging.system': 'pg-boss', correlation_id: 'order-12345678' });
});
