import { expect, test } from 'vitest';
import { createLabelGuard, longestLabelValue } from './label-guard.ts';
import { createRedaction } from '../redaction/redact.ts';

const redaction = createRedaction({ allowKeys: [] });

test('keeps known values, turns the others into the overflow value, and tells the label', () => {
  const overflows: string[] = [];
  const guard = createLabelGuard({ outcome: { values: ['ok', 'bad'], limit: 2 }, sku: { limit: 2 } }, redaction, (label) =>
    overflows.push(label),
  );
  expect(guard({ outcome: 'ok', sku: 'a' })).toEqual({ outcome: 'ok', sku: 'a' });
  expect(guard({ outcome: 'else', sku: 'b' })).toEqual({ outcome: 'overflow', sku: 'b' });
  expect(guard({ outcome: 'bad', sku: 'c' })).toEqual({ outcome: 'bad', sku: 'overflow' });
  expect(guard({ outcome: 'bad', sku: 'a' })).toEqual({ outcome: 'bad', sku: 'a' });
  expect(overflows).toEqual(['outcome', 'sku']);
});

test('a label that the definition does not know is left out, as is an empty one', () => {
  const guard = createLabelGuard({ outcome: { values: ['ok'], limit: 1 } }, redaction, () => {});
  expect(guard({ outcome: '', user: '42' })).toEqual({});
});

test('secrets do not become label values', () => {
  const guard = createLabelGuard(
    { note: { limit: 3 }, token: { limit: 3 }, closed: { values: ['a@b.io'], limit: 1 } },
    redaction,
    () => {},
  );
  expect(guard({ note: 'mail a@b.io', token: 't1', closed: 'a@b.io' })).toEqual({
    note: 'mail [REDACTED:email]',
    token: '[REDACTED]',
    closed: 'a@b.io',
  });
  // All of them are one value: no limit is spent on each.
  for (let index = 0; index < 10; index++) expect(guard({ note: `mail ${index}@b.io` })).toEqual({ note: 'mail [REDACTED:email]' });
  const open = createLabelGuard({ note: { limit: 3 }, token: { limit: 3 } }, redaction, () => {}, ['note', 'token']);
  expect(open({ note: 'a@b.io', token: 't1' })).toEqual({ note: 'a@b.io', token: '[REDACTED]' });
  const dropping = createLabelGuard({ token: { limit: 3 } }, createRedaction({ allowKeys: [], action: 'drop' }), () => {});
  expect(dropping({ token: 't1' })).toEqual({});
});

test('a value that is known is not searched again', () => {
  let searched = 0;
  const counting = { ...redaction, redactText: (text: string) => (searched++, redaction.redactText(text)) };
  const guard = createLabelGuard({ note: { limit: 3 } }, counting, () => {});
  for (let index = 0; index < 10; index++) guard({ note: 'plain' });
  expect(searched).toBe(1);
});

test('a long value is cut, and no secret stands across the cut', () => {
  const guard = createLabelGuard({ note: { limit: 9 }, open: { limit: 9 } }, redaction, () => {}, ['open']);
  const { note, open } = guard({ note: 'x '.repeat(100_000), open: 'y'.repeat(200_000) });
  expect([note?.length, open?.length]).toEqual([longestLabelValue, longestLabelValue]);
  const { note: across } = guard({ note: `${'x '.repeat(124)}jane@example.com ${'x '.repeat(1000)}` });
  expect(across).not.toContain('jane');
  expect(across?.length).toBeLessThanOrEqual(longestLabelValue);
  expect(guard({ note: 'x '.repeat(100_001) })).toEqual({ note });
});
