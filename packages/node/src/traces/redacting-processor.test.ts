import type { Attributes } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { lookahead } from '../redaction/cut.ts';
import { createRedaction, type RedactionOptions } from '../redaction/redact.ts';
import type { EndedSpan } from './ended-span.ts';
import { createRedactingProcessor, type IsPublicField } from './redacting-processor.ts';
import { createSampler } from './sampler.ts';
import { createTracerProvider } from './tracer.ts';

const pan = 4111111111111111;

function trace(
  attributes: Attributes,
  options: Partial<RedactionOptions> = {},
  isPublicField?: IsPublicField,
  longestValue = 8192,
): EndedSpan {
  let ended: EndedSpan | undefined;
  const redacting = createRedactingProcessor(createRedaction({ allowKeys: [], ...options }), {
    ...(isPublicField && { isPublicField }),
    longestValue,
  });
  const provider = createTracerProvider({
    sampler: createSampler({ type: 'always_on' }),
    limits: {
      attributeCount: 128,
      attributeValueLength: longestValue + lookahead,
      eventCount: 128,
      linkCount: 128,
      eventAttributeCount: 128,
      linkAttributeCount: 128,
    },
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

test('maps, and lists of maps, at any depth', () => {
  const attributes = {
    order: {
      password: 'p',
      mail: 'jane@example.com',
      count: 1,
      nested: { list: [{ token: 't', ok: true, note: null }, 'jane@example.com', pan] },
    },
    cards: [{ number: pan }, { 'jane@example.com': 1 }],
    bytes: new Uint8Array([1]),
    nothing: null,
  };
  expect(trace(attributes as unknown as Attributes).attributes).toEqual({
    order: {
      password: '[REDACTED]',
      mail: '[REDACTED:email]',
      count: 1,
      nested: { list: [{ token: '[REDACTED]', ok: true, note: null }, '[REDACTED:email]', '[REDACTED:pan]'] },
    },
    cards: [{ number: '[REDACTED:pan]' }, { '[REDACTED:email]': 1 }],
    bytes: new Uint8Array([1]),
    nothing: null,
  });
  expect(trace({ order: { password: 'p', a: 1 } } as unknown as Attributes, { action: 'drop' }).attributes).toEqual({ order: { a: 1 } });
  let deep: Record<string, unknown> = { password: 'p' };
  for (let level = 0; level < 40; level++) deep = { deep };
  expect(JSON.stringify(trace({ deep } as unknown as Attributes).attributes)).toContain('[Truncated]');
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

test('a secret that stands across the end of what is shown', () => {
  const values = Array.from(
    { length: 24 },
    (_, index) => `${'x '.repeat(44)}${'y'.repeat(index)} 4111 1111 1111 1111 ${'tail '.repeat(200)}`,
  );
  for (const value of values) {
    const shown = String(trace({ note: value }, {}, undefined, 100).attributes['note']);
    expect(shown.length).toBeLessThanOrEqual(100);
    expect(shown).not.toMatch(/\d/);
  }
  // Many secrets shrink a text: its end, which was cut in the middle of one, must not move into what is shown.
  const long = 'mail somebody.with.a.long.name@department.of.a.large.company.example and '.repeat(20);
  expect(String(trace({ note: long }, {}, undefined, 300).attributes['note'])).not.toContain('somebody');
});

test('a short value is shown whole', () =>
  expect(trace({ note: 'z'.repeat(100) }, {}, undefined, 100).attributes['note']).toBe('z'.repeat(100)));

test('a long name and a long status message are cut before they are searched', () => {
  const searched: number[] = [];
  const redaction = createRedaction({ allowKeys: [] });
  const redactText = (text: string): string => {
    searched.push(text.length);
    return redaction.redactText(text);
  };
  let ended: EndedSpan | undefined;
  const provider = createTracerProvider({
    sampler: createSampler({ type: 'always_on' }),
    limits: {
      attributeCount: 128,
      attributeValueLength: 100,
      eventCount: 128,
      linkCount: 128,
      eventAttributeCount: 128,
      linkAttributeCount: 128,
    },
    listeners: [createRedactingProcessor({ ...redaction, redactText }), { onEnd: (span) => (ended = span) }],
  });
  const long = 'x '.repeat(500_000);
  const span = provider.getTracer('test').startSpan(long);
  span.addEvent(long);
  // The address stands across the cut.
  span.setStatus({ code: 2, message: `${'x '.repeat(4090)}jane@example.com ${long}` });
  span.end();
  expect(Math.max(...searched)).toBeLessThanOrEqual(8192 + lookahead);
  expect([ended?.name.length, ended?.events[0]?.name.length]).toEqual([8192, 8192]);
  expect(ended?.status.message?.slice(8150)).not.toContain('jane');
});
