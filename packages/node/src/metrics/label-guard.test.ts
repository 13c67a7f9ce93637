import { expect, test } from 'vitest';
import { createLabelGuard } from './label-guard.ts';
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
