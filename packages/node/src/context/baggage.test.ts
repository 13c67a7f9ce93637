import { defaultTextMapSetter, propagation, ROOT_CONTEXT, baggageEntryMetadataFromString } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createRedaction } from '../redaction/redact.ts';
import { createBaggagePropagator } from './baggage.ts';

const propagator = createBaggagePropagator(createRedaction({ allowKeys: ['session'] }));

function inject(entries: Parameters<typeof propagation.createBaggage>[0]): string | undefined {
  const carrier: Record<string, string> = {};
  propagator.inject(propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries)), carrier, defaultTextMapSetter);
  return carrier['baggage'];
}

test('what tells nothing goes out', () => {
  expect(inject({ tenant: { value: 'acme' }, correlation_id: { value: 'order-12345678' }, session: { value: 's1' } })).toBe(
    'tenant=acme,correlation_id=order-12345678,session=s1',
  );
});

test.each([
  ['a secret name', { token: { value: 't1' } }],
  ['an address', { who: { value: 'jane@example.com' } }],
  ['a card number', { note: { value: 'card 4111 1111 1111 1111' } }],
  ['a name that is an address', { 'jane@example.com': { value: '1' } }],
  ['properties', { note: { value: 'x', metadata: baggageEntryMetadataFromString('password=hunter2') } }],
])('%s stays here', (_name, entry) => {
  expect(inject({ tenant: { value: 'acme' }, ...entry })).toBe('tenant=acme');
});

test('nothing is sent where nothing is left', () => {
  expect(inject({ token: { value: 't1' } })).toBeUndefined();
});
