import type { Attributes } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createRedaction, type RedactionOptions } from '../redaction/redact.ts';
import type { EndedSpan } from './ended-span.ts';
import { createRedactingProcessor, type IsPublicField } from './redacting-processor.ts';
import { createSampler } from './sampler.ts';
import { createTracerProvider } from './tracer.ts';

const pan = 4111111111111111;

function trace(attributes: Attributes, options: Partial<RedactionOptions> = {}, isPublicField?: IsPublicField): EndedSpan {
  let ended: EndedSpan | undefined;
  const redacting = createRedactingProcessor(createRedaction({ allowKeys: [], ...options }), isPublicField);
  const provider = createTracerProvider({
    sampler: createSampler({ type: 'always_on' }),
    limits: { attributeCount: 128, attributeValueLength: 8192, eventCount: 128, linkCount: 128 },
    listeners: [redacting, { onEnd: (span) => (ended = span) }],
  });
  const span = provider.getTracer('test').startSpan('work', { attributes });
  span.addEvent('order.placed', attributes);
  span.addEvent('mail to jane@example.com', attributes);
  span.end();
  if (ended === undefined) throw new Error('no span');
  return ended;
}

test('values by name and by look, numbers and lists too; names that are secrets', () => {
  const span = trace({
    'user.password': 'p',
    'user.pin': 1234,
    note: 'card 4111 1111 1111 1111',
    number: pan,
    numbers: [1, pan],
    list: ['jane@example.com', 'b'],
    'jane@example.com': 1,
    count: 12,
  });
  const clean = {
    'user.password': '[REDACTED]',
    'user.pin': '[REDACTED]',
    note: 'card [REDACTED:pan]',
    number: '[REDACTED:pan]',
    numbers: ['1', '[REDACTED:pan]'],
    list: ['[REDACTED:email]', 'b'],
    '[REDACTED:email]': 1,
    count: 12,
  };
  expect(span.attributes).toEqual(clean);
  expect(span.events.map(({ name, attributes }) => ({ name, attributes }))).toEqual([
    { name: 'order.placed', attributes: clean },
    { name: 'mail to [REDACTED:email]', attributes: clean },
  ]);
});

test('drop removes the attribute', () => {
  expect(trace({ 'user.password': 'p', count: 1 }, { action: 'drop' }).attributes).toEqual({ count: 1 });
});

test('a public field of a business event is not searched, unless its name is secret', () => {
  const span = trace({ note: String(pan), token: 't' }, {}, (event) => event === 'order.placed');
  expect(span.attributes).toEqual({ note: '[REDACTED:pan]', token: '[REDACTED]' });
  expect(span.events[0]?.attributes).toEqual({ note: String(pan), token: '[REDACTED]' });
  expect(span.events[1]?.attributes).toEqual({ note: '[REDACTED:pan]', token: '[REDACTED]' });
});
