import { context, propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRedaction } from '../redaction/redact.ts';
import { setCorrelationId } from '../context/correlation.ts';
import { createLogContextFragment } from './context-fragment.ts';

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());

const fragmentIn = (active: Context, keys: readonly string[] = []): unknown =>
  JSON.parse(`{"a":1${context.with(active, createLogContextFragment(keys, createRedaction({ allowKeys: [] })))}}`);
const spanContext = (traceFlags: number) => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags });
const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value: 'acme "1"' }, secret: { value: 'no' } }));

test('nothing outside of any context', () => expect(fragmentIn(ROOT_CONTEXT)).toEqual({ a: 1 }));

test.each([
  [1, '01'],
  [0, '00'],
  [3, '01'],
  [2, '00'],
])('ids of the active span, flags %i', (flags, text) => {
  const active = setCorrelationId(trace.setSpanContext(ROOT_CONTEXT, spanContext(flags)), 'order-12345678');
  expect(fragmentIn(active)).toEqual({
    a: 1,
    trace_id: 'a'.repeat(32),
    span_id: 'b'.repeat(16),
    trace_flags: text,
    correlation_id: 'order-12345678',
  });
});

test('baggage is redacted, by key and by look', () => {
  const personal = propagation.setBaggage(
    ROOT_CONTEXT,
    propagation.createBaggage({ token: { value: 'q1' }, who: { value: 'mail jane@example.com' } }),
  );
  expect(fragmentIn(personal, ['token', 'who'])).toEqual({ a: 1, baggage: { token: '[REDACTED]', who: 'mail [REDACTED:email]' } });
});

test('baggage only by its allow-list, and as valid JSON whatever it holds', () => {
  expect(fragmentIn(baggage)).toEqual({ a: 1 });
  expect(fragmentIn(baggage, ['tenant', 'missing'])).toEqual({ a: 1, baggage: { tenant: 'acme "1"' } });
  expect(fragmentIn(baggage, ['missing'])).toEqual({ a: 1 });
});
