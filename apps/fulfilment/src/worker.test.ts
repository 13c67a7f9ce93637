import { correlation } from '@plinth/node';
import { captureTelemetry, telemetryMatchers, type CapturedTelemetry } from '@plinth/node/testing';
import { expect, test } from 'vitest';
import type { FulfilmentJob } from './job.ts';
import { takeJob } from './worker.ts';

expect.extend(telemetryMatchers);

const headers = { 'x-correlation-id': 'order-12345678' };
const data = { order_id: '0b0f7d2c-6d4f-4a6a-9a39-0f6f4a1c2d3e', lines: [{ sku: 'MUG-1', quantity: 1 }] };

/**
 * A job's trace is the one that its headers name, not the one of whoever takes it: so the capture's own context is sent along
 * as the producer would have.
 */
async function take(sent: unknown, work: (job: FulfilmentJob) => Promise<void>): Promise<{ error: unknown; telemetry: CapturedTelemetry }> {
  let error: unknown;
  const telemetry = await captureTelemetry(async () => {
    const traceparent = await currentTraceparent();
    const job = typeof sent === 'object' && sent !== null && 'headers' in sent ? { ...sent, headers: { ...headers, traceparent } } : sent;
    await takeJob('fulfil-order', { id: 'j-1', data: job, retryCount: 1 }, work).catch((thrown: unknown) => (error = thrown));
  });
  return { error, telemetry };
}

async function currentTraceparent(): Promise<string> {
  const { sendJob } = await import('@plinth/node/queue');
  return sendJob({ system: 'memory', destination: 'test' }, async (sent) => sent['traceparent'] ?? '');
}

test('a job is worked on under the correlation id of its order', async () => {
  let seen: unknown;
  const { error, telemetry } = await take({ ...data, headers }, async (job) => void (seen = [job.order_id, correlation.id()]));
  expect(error).toBeUndefined();
  expect(seen).toEqual([data.order_id, 'order-12345678']);
  expect(telemetry).toHaveSpan('process fulfil-order', { 'messaging.message.id': 'j-1', correlation_id: 'order-12345678' });
});

test('a failed try is logged in the trace of its order and passed on, for the queue to try again', async () => {
  const { error, telemetry } = await take({ ...data, headers }, () => Promise.reject(new Error('no')));
  expect(error).toMatchObject({ message: 'no' });
  const span = telemetry.spans.find(({ name }) => name === 'process fulfil-order');
  expect(span?.status).toBe('error');
  expect(telemetry).toHaveLogged({
    level: 'warn',
    message: 'job failed',
    queue: 'fulfil-order',
    job_id: 'j-1',
    attempt: 1,
    correlation_id: 'order-12345678',
    trace_id: span?.traceId,
    span_id: span?.spanId,
  });
});

test('a job that cannot be read fails as loudly, under its own correlation id', async () => {
  let worked = false;
  const { error, telemetry } = await take({ order_id: 'nonsense', headers }, async () => void (worked = true));
  expect(worked).toBe(false);
  expect(error).toMatchObject({ name: 'ZodError' });
  expect(telemetry).toHaveLogged({ message: 'job failed', correlation_id: 'order-12345678' });
  expect(telemetry.spans.find(({ name }) => name === 'process fulfil-order')?.status).toBe('error');
});

test.each([null, 'text', {}])('data %j is refused, not a crash', async (sent) => {
  const { error } = await take(sent, async () => {});
  expect(error).toMatchObject({ name: 'ZodError' });
});
