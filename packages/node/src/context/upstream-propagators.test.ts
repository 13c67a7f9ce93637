import { propagation, ROOT_CONTEXT, trace, TraceFlags, type TextMapPropagator } from '@opentelemetry/api';
import { afterEach, describe, expect, test } from 'vitest';
import { parseOptions } from '../options/parse-options.ts';
import { createRedaction } from '../redaction/redact.ts';
import type { Problem } from '../errors.ts';
import { withoutSecretBaggage } from './baggage.ts';
import { createPropagator } from './propagation.ts';
import { startContext } from './start-context.ts';

const redaction = createRedaction(parseOptions({}).redaction);
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED });
const xray = `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`;

function inject(name: string): Record<string, string> {
  const carrier: Record<string, string> = {};
  const { propagators } = parseOptions({ OTEL_PROPAGATORS: name });
  createPropagator(propagators, redaction, () => true).propagator.inject(context, carrier, {
    set: (target, key, value) => void (target[key] = value),
  });
  return carrier;
}

test.each([
  ['b3', { b3: `${traceId}-${spanId}-1` }],
  ['b3multi', { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' }],
  ['xray', { 'x-amzn-trace-id': xray }],
  ['tracecontext,b3', { traceparent: `00-${traceId}-${spanId}-01`, b3: `${traceId}-${spanId}-1` }],
])('%s writes its headers', (name, headers) => expect(inject(name)).toEqual(headers));

describe('a request that comes in', () => {
  afterEach(() => propagation.disable());
  const start = (names: string, missing: Problem[] = []) =>
    startContext(parseOptions({ OTEL_PROPAGATORS: names }), redaction, undefined, (problem) => void missing.push(problem));
  const traceOf = (names: string, headers: Record<string, string>) => start(names).extractContext(headers).span?.spanContext().traceId;

  test.each([
    ['b3', { b3: `${traceId}-${spanId}-1` }],
    ['b3', { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' }],
    ['b3multi', { b3: `${traceId}-${spanId}-1` }],
    ['xray,tracecontext', { 'x-amzn-trace-id': xray }],
    ['xray,tracecontext', { traceparent: `00-${traceId}-${spanId}-01` }],
  ])('%s continues the trace of %j', (names, headers) => expect(traceOf(names, headers)).toBe(traceId));

  test('a header of another propagator does nothing', () => {
    expect(traceOf('tracecontext,baggage', { b3: `${traceId}-${spanId}-1` })).toBeUndefined();
  });

  test('a package that is not installed is named, and the others work', () => {
    const missing: Problem[] = [];
    const { extractContext } = start('ottrace,b3', missing);
    expect(missing).toEqual([{ path: 'ottrace', message: '@opentelemetry/propagator-ot-trace: not found' }]);
    expect(extractContext({ b3: `${traceId}-${spanId}-1` }).span?.spanContext().traceId).toBe(traceId);
  });
});

test('a propagator with baggage of its own sees no secrets', () => {
  const seen: string[] = [];
  const inner: TextMapPropagator = {
    inject: (given) =>
      void seen.push(
        ...(propagation
          .getBaggage(given)
          ?.getAllEntries()
          .map(([key]) => key) ?? []),
      ),
    extract: (given) => given,
    fields: () => [],
  };
  const baggage = propagation.createBaggage({
    tenant: { value: 'acme' },
    password: { value: 'hunter2' },
    mail: { value: 'jane@example.com' },
  });
  withoutSecretBaggage(inner, redaction).inject(propagation.setBaggage(context, baggage), {}, { set() {} });
  expect(seen).toEqual(['tenant']);
});
