import { propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { isValidCorrelationId } from '@plinth/catalog';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedaction } from '../redaction/redact.ts';
import { createCorrelationIdRule, getCorrelationId, type Headers } from './correlation.ts';
import { createContextExtractor, getCaller } from './inbound.ts';
import { createPropagator } from './propagation.ts';

const redaction = createRedaction({ allowKeys: [] });
const accepts = createCorrelationIdRule(redaction);
const extract = createContextExtractor({ ports: { 8080: 'untrusted', 9090: 'trusted' }, otherwise: 'untrusted' }, accepts);

beforeAll(
  () =>
    void propagation.setGlobalPropagator(
      createPropagator(['tracecontext', 'baggage'], redaction, createCorrelationIdRule(redaction)).propagator,
    ),
);
afterAll(() => propagation.disable());

const names = ['traceparent', 'tracestate', 'baggage', 'x-correlation-id', 'x-request-id'];
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.constant(undefined),
  fc.constantFrom('correlation_id=order-12345678', 'a=1,tenant=victim', 'order-12345678', '4111111111111111', 'a=%', '__proto__=1'),
  fc.stringMatching(/^[0-9a-f]{2}-[0-9a-f]{30,33}-[0-9a-f]{15,17}-[0-9a-f]{1,3}$/),
);
const headers = fc.dictionary(fc.constantFrom(...names), value) as fc.Arbitrary<Headers>;

test('whatever the headers are: nothing is thrown, and the id is a valid one', () => {
  fc.assert(
    fc.property(headers, fc.constantFrom(undefined, 0, 8080, 9090), (given, localPort) => {
      const context = extract(given, localPort === undefined ? undefined : { localPort });
      const id = getCorrelationId(context) ?? '';
      expect(isValidCorrelationId(id) && redaction.redactText(id) === id).toBe(true);
      const entry = propagation.getBaggage(context)?.getEntry('correlation_id');
      expect(entry === undefined || entry.value === id).toBe(true);
      const isFree = trace.getSpanContext(context) === undefined && propagation.getBaggage(context) === undefined;
      expect(isFree || localPort === undefined || localPort === 9090).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe('which port is trusted', () => {
  const given = { 'x-correlation-id': 'order-12345678' };
  test.each([
    [undefined, true],
    [0, false],
    [8080, false],
    [9090, true],
    [7070, false],
  ])('%s: %s', (localPort, trusted) => {
    const context = extract(given, localPort === undefined ? undefined : { localPort });
    expect(getCorrelationId(context) === 'order-12345678').toBe(trusted);
    expect(getCaller(context)).toEqual(trusted ? undefined : { spanContext: undefined, correlationId: 'order-12345678' });
  });

  test('a socket without a port is as trusted as what is not named', () => {
    expect(getCaller(extract(given, {}))).toBeDefined();
  });

  test('without headers there is no caller', () => {
    expect(getCaller(extract({}, { localPort: 8080 }))).toBeUndefined();
    expect(getCaller(ROOT_CONTEXT)).toBeUndefined();
  });
});

test.each([
  ['018f3c3e-7b1c-7cc0-98c4-dc0c0c07398f', true],
  ['550E8400-E29B-41D4-A716-446655440000', true],
  ['order-12345678', true],
  ['4111111111111111', false],
  ['078-05-1120', false],
  ['DE89370400440532013000', false],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef', false],
  ['short', false],
  ['a=1,tenant=victim', false],
])('%s may be an id: %s', (id, accepted) => expect(accepts(id)).toBe(accepted));
